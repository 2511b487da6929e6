package dcm.http.pipeline;

import dcm.http.HttpSettings;
import dcm.http.problem.FailureProblems;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import dcm.http.server.ConnectionState;
import dcm.redis.RateLimiter;
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
public final class RequestBodyReader {
  /** Connections are counted themselves; so much for each is little. */
  private static final int SMALL_BODY_BYTES = 4 * 1_024;

  private final ActorSystem<?> system;
  private final long maxBytes;
  private final Duration receiveTimeout;
  private final ByteBudget<String> budget;

  public RequestBodyReader(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.maxBytes = settings.maxBodySize();
    this.receiveTimeout = settings.requestReceiveTimeout();
    this.budget = new ByteBudget<>(settings.bodies().total(), settings.bodies().perHolder());
  }

  /**
   * Fails with {@link ProblemException}: 413 when it is too large, 415 when it is packed, 408 when
   * it is too slow, 503 when there are too many, 400.
   *
   * @param from whose it is
   * @param line holds it until it is answered
   */
  CompletionStage<RequestBody> read(
      HttpRequest request, InetAddress clientAddress, ConnectionState connection) {
    var entity = request.entity();
    if (entity.getContentLengthOption().orElse(0) > maxBytes) {
      throw Problems.tooLarge(maxBytes).asException();
    }
    if (entity.isKnownEmpty()) {
      return Responses.completed(RequestBody.NONE);
    }
    var encoding = ApiRequest.header(request, "Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw Problems.unsupportedEncoding().asException();
    }
    reserve(
        RateLimiter.clientKey(clientAddress),
        entity.getContentLengthOption().orElse(maxBytes),
        connection);
    var type = Optional.of(entity.getContentType().toString());
    return entity
        .toStrict(receiveTimeout.toMillis(), maxBytes, system)
        .<RequestBody>thenApply(strict -> new RequestBody(strict.getData(), type))
        .exceptionally(failure -> {
          throw switch (FailureProblems.unwrap(failure)) {
            case EntityStreamSizeException _ -> Problems.tooLarge(maxBytes).asException();
            case TimeoutException _ -> Problems.requestTimeout().asException();
            default ->
                Problems.malformed("The body ended early or has invalid framing.").asException();
          };
        });
  }

  private void reserve(String clientAddress, long bytes, ConnectionState connection) {
    if (bytes > SMALL_BODY_BYTES) {
      if (!budget.tryReserve(clientAddress, bytes)) {
        throw Problems.bodyBytesExhausted().asException();
      }
      connection.holdBody(() -> budget.release(clientAddress, bytes));
    }
  }

  /** Takes what is left of a body off the connection, where nobody wants it. */
  void discard(HttpRequest request) {
    request.discardEntityBytes(system);
  }
}
