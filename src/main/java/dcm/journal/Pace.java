package dcm.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long one page of a history kept processors busy, and so how long its guild rests before the
 * next. Without it a guild with a long history takes all there are until it has done, its
 * neighbours wait behind it, and what it has not applied yet fills memory. Time in a queue does not
 * count; and when many guilds recover, one's rest is another's turn.
 */
final class Pace {
  private final AtomicLong nanos = new AtomicLong();

  <T> SqlWork<T> of(SqlWork<T> work) {
    return connection -> {
      var began = System.nanoTime();
      try {
        return work.with(connection);
      } finally {
        nanos.addAndGet(System.nanoTime() - began);
      }
    };
  }

  void during(Runnable work) {
    var began = System.nanoTime();
    work.run();
    nanos.addAndGet(System.nanoTime() - began);
  }

  /** As long again as all this took. */
  CompletionStage<Void> rest() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(nanos.get(), TimeUnit.NANOSECONDS));
  }
}
