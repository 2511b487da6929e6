package dcm.journal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** Conversion to Scala futures, which Pekko's Java SPI for journals requires. */
public final class ScalaFutures {
  private ScalaFutures() {}

  static <T> Future<T> of(CompletionStage<T> stage) {
    var promise = new CompletableFuture<T>();
    stage.whenComplete((value, failure) -> {
      if (failure == null) {
        promise.complete(value);
      } else {
        promise.completeExceptionally(unwrap(failure));
      }
    });
    return FutureConverters.asScala(promise);
  }

  /** The failure without the {@link CompletionException}s that a chain of stages adds. */
  public static Throwable unwrap(Throwable failed) {
    var reason = failed;
    while (reason instanceof CompletionException && reason.getCause() != null) {
      reason = reason.getCause();
    }
    return reason;
  }
}
