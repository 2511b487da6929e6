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
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;

/** Reads request bodies within a size, a timeout, and a byte budget for all bodies together. */
public final class RequestBodyReader {
  /** Bodies up to this size are not counted: the number of connections limits them. */
  private static final int SMALL_BODY_BYTES = 4 * 1_024;

  private final ActorSystem<?> system;
  private final long maxBytes;
  private final Duration receiveTimeout;
  private final Duration uploadTimeout;
  private final ByteBudget<String> budget;
  private final ByteBudget<String> uploadBudget;

  public RequestBodyReader(ActorSystem<?> system, HttpSettings settings) {
    this.system = system;
    this.maxBytes = settings.maxBodySize();
    this.receiveTimeout = settings.requestReceiveTimeout();
    this.uploadTimeout = settings.uploads().receiveTimeout();
    this.budget = budget(settings.bodies());
    this.uploadBudget = budget(settings.uploads().bytes());
  }

  private static ByteBudget<String> budget(HttpSettings.ByteLimits limits) {
    return new ByteBudget<>(limits.total(), limits.perHolder());
  }

  /**
   * Reads a body to its end. Fails with {@link ProblemException}: 400 when its framing is invalid,
   * 408 when it arrives too slowly, 413 when it is too large, 415 when it is compressed, 503 when
   * the byte budget is used up.
   *
   * @param endpoint whose limits apply
   * @param clientAddress which the bytes are counted for
   * @param connection which holds the bytes until the request is answered
   */
  CompletionStage<RequestBody> read(
      HttpRequest request,
      Endpoint endpoint,
      InetAddress clientAddress,
      ConnectionState connection) {
    var entity = request.entity();
    long limit = endpoint.isUpload() ? endpoint.maxBodySize() : maxBytes;
    if (entity.getContentLengthOption().orElse(0) > limit) {
      throw Problems.tooLarge(limit).asException();
    }
    if (entity.isKnownEmpty()) {
      return Responses.completed(RequestBody.NONE);
    }
    var encoding = ApiRequest.header(request, "Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw Problems.unsupportedEncoding().asException();
    }
    reserve(
        endpoint.isUpload() ? uploadBudget : budget,
        RateLimiter.clientKey(clientAddress),
        entity.getContentLengthOption().orElse(limit),
        connection);
    var type = Optional.of(entity.getContentType().toString());
    if (entity instanceof HttpEntity.Strict strict && strict.getData().size() <= limit) {
      // it arrived with its head
      return Responses.completed(new RequestBody(strict.getData(), type));
    }
    if (endpoint.isUpload()) {
      connection.uploadStarted(uploadTimeout);
    }
    return entity
        // Pekko's own limit is that of other requests
        .withSizeLimit(limit)
        .toStrict((endpoint.isUpload() ? uploadTimeout : receiveTimeout).toMillis(), limit, system)
        .<RequestBody>thenApply(strict -> new RequestBody(strict.getData(), type))
        .exceptionally(failure -> {
          throw switch (FailureProblems.unwrap(failure)) {
            case EntityStreamSizeException _ -> Problems.tooLarge(limit).asException();
            case TimeoutException _ -> Problems.requestTimeout().asException();
            default ->
                Problems.malformed("The body ended early or has invalid framing.").asException();
          };
        });
  }

  private static void reserve(
      ByteBudget<String> budget, String clientAddress, long bytes, ConnectionState connection) {
    if (bytes > SMALL_BODY_BYTES) {
      if (!budget.tryReserve(clientAddress, bytes)) {
        throw Problems.bodyBytesExhausted().asException();
      }
      connection.holdBody(() -> budget.release(clientAddress, bytes));
    }
  }

  /** Drains the rest of a body that is not read. */
  void discard(HttpRequest request) {
    request.discardEntityBytes(system);
  }
}
