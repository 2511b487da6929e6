package dcm.sandbox;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which the sandbox thinks: requests, frames and deadlines are taken one after
 * the other, so nothing in the room needs a lock, and the file may be written here. What does not
 * fit in the queue is refused.
 */
final class Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
  private static final int WAITING = 4_096;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("sandbox-desk").factory());
  private final ScheduledThreadPoolExecutor clock =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("sandbox-clock").factory());

  Desk() {
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Fails with {@link RejectedExecutionException} when too much is waiting. */
  <T> CompletableFuture<T> ask(Supplier<CompletionStage<T>> work) {
    try {
      return CompletableFuture.supplyAsync(work, thread).thenCompose(stage -> stage);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.failedFuture(full);
    }
  }

  /** Work that nobody waits for. */
  void tell(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException full) {
      LOG.warn("the sandbox is too busy or closed; something was dropped");
    }
  }

  void tellIn(long millis, Runnable work) {
    try {
      var _ = clock.schedule(() -> tell(work), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("the sandbox is closed; a deadline was dropped");
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      LOG.error("the sandbox failed at its own work", e);
    }
  }

  /** What was begun is finished; what waited is dropped. */
  void close() throws InterruptedException {
    clock.shutdownNow();
    thread.shutdown();
    if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
      thread.shutdownNow();
    }
  }
}
