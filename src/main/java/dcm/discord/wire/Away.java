package dcm.discord.wire;

import java.time.Duration;

/**
 * Discord did not answer in time, answered with 5xx, or wants us to wait: try again later. Carries
 * no cause: its text may hold an interaction's secret.
 */
public final class Away extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Away(String call, Throwable cause) {
    super(call + " got no answer: " + cause.getClass().getSimpleName());
  }

  /** We did not even ask. */
  Away(String why, Duration retryAfter) {
    super(why + ": not before " + retryAfter.toSeconds() + " s");
  }
}
