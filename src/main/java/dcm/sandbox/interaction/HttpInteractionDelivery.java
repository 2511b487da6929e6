package dcm.sandbox.interaction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.rest.ApiException;
import dcm.sandbox.store.BotApplication;
import dcm.sandbox.store.SandboxJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Delivery of interactions over HTTP: signed POSTs to the application's endpoint, and their
 * responses.
 */
public final class HttpInteractionDelivery implements AutoCloseable {
  private static final String PING = "{\"type\":1}";

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** The callback in the response body; empty when the endpoint accepted without one (202). */
  CompletableFuture<Optional<JsonNode>> deliver(
      BotApplication application, String url, String body) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    return post(url, timestamp, body, application.sign(timestamp, body))
        .thenApply(response -> {
          if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                "the endpoint responded with status " + response.statusCode());
          }
          JsonNode callback = parse(response.body());
          return callback.isObject() ? Optional.of(callback) : Optional.empty();
        });
  }

  public CompletableFuture<Void> probe(BotApplication application, String url) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String signature = application.sign(timestamp, PING);
    String wrongSignature = application.sign(timestamp, PING + " ");
    return post(url, timestamp, PING, signature)
        .thenCompose(pong -> {
          boolean isPong = pong.statusCode() == 200 && parse(pong.body()).path("type").asInt() == 1;
          return isPong
              ? post(url, timestamp, PING, wrongSignature)
              : rejected("it did not respond to PING with PONG");
        })
        .thenCompose(response ->
            response.statusCode() == 401
                ? post(url, timestamp, PING, "")
                : rejected("it accepted a wrong signature"))
        .thenCompose(response ->
            response.statusCode() == 401
                ? CompletableFuture.<Void>completedFuture(null)
                : rejected("it accepted a missing signature"))
        .exceptionallyCompose(failure -> {
          Throwable cause =
              failure instanceof CompletionException && failure.getCause() != null
                  ? failure.getCause()
                  : failure;
          return cause instanceof ApiException
              ? CompletableFuture.failedFuture(cause)
              : rejected("it could not be reached: " + cause.getMessage());
        });
  }

  private static <T> CompletableFuture<T> rejected(String reason) {
    return CompletableFuture.failedFuture(
        ApiException.formError(
            "interactions_endpoint_url",
            "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
            "The specified interactions endpoint url could not be verified: " + reason));
  }

  private CompletableFuture<HttpResponse<String>> post(
      String url, String timestamp, String body, String signature) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofMillis(PendingInteraction.RESPONSE_TIMEOUT_MILLIS))
              .header("Content-Type", "application/json")
              .header("X-Signature-Timestamp", timestamp)
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (!signature.isEmpty()) {
        request.header("X-Signature-Ed25519", signature);
      }
      return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IllegalArgumentException notAUrl) {
      return rejected("it is not an http(s) address");
    }
  }

  private static JsonNode parse(String body) {
    try {
      return SandboxJson.read(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the endpoint's response is not JSON", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
