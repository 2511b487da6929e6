package dcm;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** The front door may wait: its thread has nothing else to do. Nobody else in the house does. */
final class Waiting {
  private Waiting() {}

  static <T> T on(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
