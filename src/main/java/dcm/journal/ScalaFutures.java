package dcm.journal;

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
    return FutureConverters.asScala(
        stage.exceptionallyCompose(
            failed -> java.util.concurrent.CompletableFuture.failedFuture(reasonOf(failed))));
  }

  /** What went wrong, without the wrapping that a chain of stages adds. */
  static Throwable reasonOf(Throwable failed) {
    return failed instanceof CompletionException wrapped && wrapped.getCause() != null
        ? wrapped.getCause()
        : failed;
  }
}
