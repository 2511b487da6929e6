package dcm.node;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The parts of a node that start side by side, each on a thread of its own, because they block or
 * load many classes. Closing it waits for all of them: a part that fails does not interrupt the
 * others, whose resources are closed afterwards.
 */
final class ParallelStart implements AutoCloseable {
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("dcm-start-", 1).factory());

  /** The start of one part. */
  @FunctionalInterface
  interface Part<T> {
    T start() throws IOException;
  }

  <T> CompletableFuture<T> begin(Part<T> part) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return part.start();
          } catch (IOException e) {
            throw new CompletionException(e);
          }
        },
        threads);
  }

  /** Waits for a part; throws what it threw. */
  static <T> T result(CompletableFuture<T> part) throws IOException {
    try {
      return part.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a part starts", e);
    }
  }

  @Override
  public void close() {
    threads.close();
  }
}
