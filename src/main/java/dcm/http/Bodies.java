package dcm.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/**
 * Reads a request's body to its end, within a size, a time, and what all bodies together may take.
 */
final class Bodies {
  /** Connections are counted themselves; so much for each is little. */
  private static final int SMALL = 4 * 1_024;

  private final ActorSystem<?> system;
  private final long most;
  private final Duration patience;
  private final ByteBudget<String> budget;

  Bodies(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.most = settings.maxBody();
    this.patience = settings.receiveDeadline();
    this.budget = new ByteBudget<>(settings.bodies().inAll(), settings.bodies().each());
  }

  /**
   * Fails with {@link Rejected}: 413 when it is too large, 415 when it is packed, 408 when it is
   * too slow, 503 when there are too many, 400.
   *
   * @param from whose it is
   * @param line holds it until it is answered
   */
  CompletionStage<Body> read(HttpRequest request, InetAddress from, Line line) {
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
    reserve(Visitors.key(from), entity.getContentLengthOption().orElse(most), line);
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

  private void reserve(String from, long bytes, Line line) {
    if (bytes > SMALL) {
      if (!budget.reserve(from, bytes)) {
        throw Problems.bodiesWait().asException();
      }
      line.receives(() -> budget.remove(from, bytes));
    }
  }

  /** Takes what is left of a body off the connection, where nobody wants it. */
  void discard(HttpRequest request) {
    request.discardEntityBytes(system);
  }
}
