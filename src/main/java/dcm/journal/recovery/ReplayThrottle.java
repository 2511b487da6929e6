package dcm.journal.recovery;

import dcm.journal.jdbc.SqlWork;
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

  /** As long again as all this took. */
  CompletionStage<Void> pause() {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(busyNanos.get(), TimeUnit.NANOSECONDS));
  }
}
