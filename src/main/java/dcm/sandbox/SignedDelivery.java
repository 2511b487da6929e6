package dcm.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Interactions by HTTP: signed POSTs to the application's own endpoint, and their answers. */
final class SignedDelivery implements AutoCloseable {
  private static final String PING = "{\"type\":1}";

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  /** The callback in the answer's body; empty when it was accepted without one (202). */
  CompletableFuture<Optional<JsonNode>> deliver(Application application, String url, String body) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    return post(url, timestamp, body, application.sign(timestamp, body))
        .thenApply(response -> {
          if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException("the endpoint answered " + response.statusCode());
          }
          JsonNode callback = parse(response.body());
          return callback.isObject() ? Optional.of(callback) : Optional.empty();
        });
  }

  CompletableFuture<Void> probe(Application application, String url) {
    String timestamp = Long.toString(Instant.now().getEpochSecond());
    String signature = application.sign(timestamp, PING);
    String wrong = application.sign(timestamp, PING + " ");
    return post(url, timestamp, PING, signature)
        .thenCompose(pong -> {
          boolean isPong = pong.statusCode() == 200 && parse(pong.body()).path("type").asInt() == 1;
          return isPong
              ? post(url, timestamp, PING, wrong)
              : refused("it did not answer a PING with a PONG");
        })
        .thenCompose(answer ->
            answer.statusCode() == 401
                ? post(url, timestamp, PING, "")
                : refused("it accepted a wrong signature"))
        .thenCompose(answer ->
            answer.statusCode() == 401
                ? CompletableFuture.<Void>completedFuture(null)
                : refused("it accepted a missing signature"))
        .exceptionallyCompose(problem -> {
          Throwable cause =
              problem instanceof CompletionException && problem.getCause() != null
                  ? problem.getCause()
                  : problem;
          return cause instanceof ApiError
              ? CompletableFuture.failedFuture(cause)
              : refused("it could not be reached: " + cause.getMessage());
        });
  }

  private static <T> CompletableFuture<T> refused(String why) {
    return CompletableFuture.failedFuture(
        ApiError.form(
            "interactions_endpoint_url",
            "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID",
            "The specified interactions endpoint url could not be verified: " + why));
  }

  private CompletableFuture<HttpResponse<String>> post(
      String url, String timestamp, String body, String signature) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url))
              .timeout(Duration.ofMillis(Interaction.ANSWER_MILLIS))
              .header("Content-Type", "application/json")
              .header("X-Signature-Timestamp", timestamp)
              .POST(HttpRequest.BodyPublishers.ofString(body));
      if (!signature.isEmpty()) {
        request.header("X-Signature-Ed25519", signature);
      }
      return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IllegalArgumentException notAUrl) {
      return refused("it is not an http(s) address");
    }
  }

  private static JsonNode parse(String body) {
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the endpoint answered no JSON", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
