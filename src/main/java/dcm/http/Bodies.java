package dcm.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** Reads a request's body to its end, within a size and a time. */
final class Bodies {
  private final ActorSystem<?> system;
  private final long most;
  private final Duration patience;

  Bodies(ActorSystem<?> system, long most, Duration patience) {
    this.system = system;
    this.most = most;
    this.patience = patience;
  }

  /**
   * Fails with {@link Rejected}: 413 when it is too large, 415 when it is packed, 408 when it is
   * too slow, 400.
   */
  CompletionStage<Body> read(HttpRequest request) {
    var entity = request.entity();
    if (entity.getContentLengthOption().orElse(0) > most) {
      throw Problems.tooLarge(most).asException();
    }
    if (entity.isKnownEmpty()) {
      return Replies.now(Body.NONE);
    }
    var encoding = Knock.header(request, "Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw Problems.encodedBody().asException();
    }
    var type = Optional.of(entity.getContentType().toString());
    return entity
        .toStrict(patience.toMillis(), most, system)
        .<Body>thenApply(strict -> new Body(strict.getData(), type))
        .exceptionally(failure -> {
          throw switch (Failures.unwrap(failure)) {
            case EntityStreamSizeException _ -> Problems.tooLarge(most).asException();
            case TimeoutException _ -> Problems.tooSlow().asException();
            default ->
                Problems.unreadable("The body broke off or was not framed as HTTP has it.")
                    .asException();
          };
        });
  }

  /** Takes what is left of a body off the connection, where nobody wants it. */
  void discard(HttpRequest request) {
    request.discardEntityBytes(system);
  }
}
