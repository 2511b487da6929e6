package dcm.journal.recovery;

import dcm.journal.jdbc.SqlWork;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pause between two pages of a replay: as long as the previous page kept processors busy. Without
 * it a guild with a long history would use all processors until it is replayed, delay other guilds,
 * and fill memory with events that were not applied yet. Time in a queue does not count.
 */
final class ReplayThrottle {
  private final AtomicLong busyNanos = new AtomicLong();

  <T> SqlWork<T> timed(SqlWork<T> work) {
    return connection -> {
      var startedAt = System.nanoTime();
      try {
        return work.execute(connection);
      } finally {
        busyNanos.addAndGet(System.nanoTime() - startedAt);
      }
    };
  }

  void time(Runnable work) {
    var startedAt = System.nanoTime();
    work.run();
    busyNanos.addAndGet(System.nanoTime() - startedAt);
  }

  /** Completes after the measured time has passed once more. */
  CompletionStage<Void> pause() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(busyNanos.get(), TimeUnit.NANOSECONDS));
  }
}
