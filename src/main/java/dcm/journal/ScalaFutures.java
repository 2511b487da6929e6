package dcm.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Pekko's Java SPI for journals answers with Scala futures; this is the one place that makes them.
 */
final class ScalaFutures {
  private ScalaFutures() {}

  static <T> Future<T> of(CompletionStage<T> stage) {
    var bare = new CompletableFuture<T>();
    stage.whenComplete((value, failure) -> {
      if (failure == null) {
        bare.complete(value);
      } else {
        bare.completeExceptionally(reasonOf(failure));
      }
    });
    return FutureConverters.asScala(bare);
  }

  /** What went wrong, without the wrapping that a chain of stages adds. */
  static Throwable reasonOf(Throwable failed) {
    var reason = failed;
    while (reason instanceof CompletionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }
}
