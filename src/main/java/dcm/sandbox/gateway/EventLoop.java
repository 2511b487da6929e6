package dcm.sandbox.gateway;

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
 * Single thread that processes requests, frames and timers in order. The sandbox therefore needs no
 * locks and may write its file here. Tasks that exceed the queue are rejected.
 */
public final class EventLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int MAX_QUEUED_TASKS = 4_096;

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_QUEUED_TASKS),
          Thread.ofPlatform().daemon().name("sandbox-event-loop").factory());
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("sandbox-timer").factory());

  public EventLoop() {
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Runs a task; fails with {@link RejectedExecutionException} when the queue is full. */
  public <T> CompletableFuture<T> submit(Supplier<CompletionStage<T>> task) {
    try {
      return CompletableFuture.supplyAsync(task, executor).thenCompose(stage -> stage);
    } catch (RejectedExecutionException rejected) {
      return CompletableFuture.failedFuture(rejected);
    }
  }

  /** Runs a task without a result. */
  public void execute(Runnable task) {
    try {
      executor.execute(() -> runLogged(task));
    } catch (RejectedExecutionException rejected) {
      LOG.warn("Sandbox event loop is full or closed; task dropped");
    }
  }

  public void schedule(long millis, Runnable task) {
    try {
      var _ = timer.schedule(() -> execute(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException rejected) {
      LOG.debug("Sandbox event loop is closed; timer dropped");
    }
  }

  private static void runLogged(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      LOG.error("Sandbox task failed", e);
    }
  }

  /** Finishes the running task and drops the queued ones. */
  public void close() throws InterruptedException {
    timer.shutdownNow();
    executor.shutdown();
    if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
      executor.shutdownNow();
    }
  }
}
