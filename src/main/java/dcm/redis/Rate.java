package dcm.redis;

import java.time.Duration;

/**
 * So many requests in any such stretch of time: a bucket of {@code requests} that refills evenly
 * within {@code window}.
 *
 * @param window whole seconds, at least one
 */
public record Rate(long requests, Duration window) {
  public Rate {
    if (requests < 1) {
      throw new IllegalArgumentException("a rate needs at least one request");
    }
    if (window.toSeconds() < 1 || !window.equals(Duration.ofSeconds(window.toSeconds()))) {
      throw new IllegalArgumentException("a rate's window is in whole seconds");
    }
  }

  /** A part of a key: a bucket with another rate is another bucket. */
  String key() {
    return requests + "/" + window.toSeconds();
  }
}
