package dcm.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP client for Discord's OAuth 2 API; responses are JSON. Fails only with {@link
 * OAuthUnavailableException} or {@link OAuthRejectedException}. Retries once after a 429 whose wait
 * is at most 1.5 s. While Discord's global limit applies, sends nothing, because rejected requests
 * count towards a ban.
 */
final class DiscordHttpClient implements AutoCloseable {
  private static final Duration MAX_RETRY_WAIT = Duration.ofMillis(1500);
  private static final int MAX_RESPONSE_BYTES = 1 << 20;

  private final HttpClient client;
  private final Duration timeout;
  private final String userAgent;
  private volatile long blockedUntilNanos = System.nanoTime();

  DiscordHttpClient(Duration timeout, String userAgent) {
    this.timeout = timeout;
    this.userAgent = userAgent;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  HttpRequest.Builder requestTo(URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(timeout)
        .header("User-Agent", userAgent)
        .header("Accept", "application/json");
  }

  CompletableFuture<JsonNode> send(HttpRequest request) {
    return send(request, true);
  }

  private CompletableFuture<JsonNode> send(HttpRequest request, boolean mayRetry) {
    var blockedFor = Duration.ofNanos(blockedUntilNanos - System.nanoTime());
    if (blockedFor.isPositive()) {
      return CompletableFuture.failedFuture(rateLimited(blockedFor));
    }
    return client
        .sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(), MAX_RESPONSE_BYTES))
        // the timeout of a request ends with the response's headers; this one includes its body
        .orTimeout(timeout.toMillis() + 500, TimeUnit.MILLISECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(translate(failure)))
        .thenCompose(response -> handleResponse(request, response, mayRetry));
  }

  private CompletableFuture<JsonNode> handleResponse(
      HttpRequest request, HttpResponse<String> response, boolean mayRetry) {
    var status = response.statusCode();
    if (status == 429) {
      var wait = retryAfter(response);
      if (response.headers().firstValue("X-RateLimit-Scope").orElse("").equals("global")
          || response.headers().firstValue("X-RateLimit-Global").isPresent()) {
        blockedUntilNanos = System.nanoTime() + wait.toNanos();
      }
      return mayRetry && wait.compareTo(MAX_RETRY_WAIT) <= 0
          ? CompletableFuture.supplyAsync(
                  () -> request,
                  // 10 ms more, so that the window has passed at Discord too
                  CompletableFuture.delayedExecutor(wait.toMillis() + 10, TimeUnit.MILLISECONDS))
              .thenCompose(sameRequest -> send(sameRequest, false))
          : CompletableFuture.failedFuture(rateLimited(wait));
    }
    if (status >= 400 && status < 500) {
      return CompletableFuture.failedFuture(new OAuthRejectedException(status));
    }
    var json = response.body().isEmpty() ? null : StrictJson.value(response.body());
    return status >= 200 && status < 300 && (json != null || response.body().isEmpty())
        ? CompletableFuture.completedFuture(json)
        : CompletableFuture.failedFuture(invalidResponse(status));
  }

  /** The failure of a successful response without its required fields. */
  static OAuthUnavailableException invalidResponse(int status) {
    return new OAuthUnavailableException(
        "invalid response from Discord with status " + status, Duration.ofSeconds(5));
  }

  private static OAuthUnavailableException rateLimited(Duration wait) {
    return new OAuthUnavailableException("rate limited by Discord for " + wait, wait);
  }

  private static Duration retryAfter(HttpResponse<String> response) {
    var header = response.headers().firstValue("Retry-After").orElse(null);
    return Duration.ofMillis(header == null ? 1000 : millis(header));
  }

  /** Parses seconds, with or without a fraction: Discord sends both. */
  private static long millis(String seconds) {
    try {
      var millis = Math.ceil(Double.parseDouble(seconds) * 1000);
      return (long) Math.clamp(millis, 0, 3_600_000);
    } catch (NumberFormatException aDate) {
      return 1000;
    }
  }

  private static RuntimeException translate(Throwable failure) {
    return switch (CompletionFailures.unwrap(failure)) {
      case OAuthUnavailableException unavailable -> unavailable;
      case IOException unavailable -> new OAuthUnavailableException(unavailable);
      case TimeoutException late -> new OAuthUnavailableException(late);
      case RuntimeException fault -> fault;
      case Throwable other ->
          new OAuthUnavailableException(other.toString(), Duration.ofSeconds(5));
    };
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
