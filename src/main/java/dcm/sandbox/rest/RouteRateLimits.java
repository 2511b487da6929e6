package dcm.sandbox.rest;

import dcm.sandbox.store.SandboxJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Discord's rate limits of a bot: 50 requests per second in total, and a bucket per route and major
 * parameter (channel, guild, webhook). Initial responses and follow-ups of interactions do not
 * count against the 50.
 */
public final class RouteRateLimits {
  private static final int MAX_GLOBAL_REQUESTS_PER_SECOND = 50;
  private static final int MAX_BUCKETS = 10_000;

  private record Limit(int requests, long millis) {}

  private static final class Bucket {
    int used;
    long resetAt;
  }

  private final int messagesPer5s;
  private final Deque<Long> lastSecond = new ArrayDeque<>();
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_BUCKETS;
        }
      };

  public RouteRateLimits(int messagesPer5s) {
    this.messagesPer5s = messagesPer5s;
  }

  /** Result of counting a call: the headers to add, or a 429. */
  sealed interface Result {
    record Allowed(Map<String, String> headers) implements Result {}

    record Limited(SandboxResponse response) implements Result {}
  }

  Result tryAcquire(ApiCall call) {
    long now = System.currentTimeMillis();
    if (!isExempt(call)) {
      while (!lastSecond.isEmpty() && lastSecond.getFirst() <= now - 1_000) {
        lastSecond.removeFirst();
      }
      if (lastSecond.size() >= MAX_GLOBAL_REQUESTS_PER_SECOND) {
        double waitSeconds = (lastSecond.getFirst() + 1_000 - now) / 1_000.0;
        return new Result.Limited(tooManyRequests(waitSeconds, "global"));
      }
      lastSecond.addLast(now);
    }
    Limit limit = limit(call);
    Bucket bucket = buckets.computeIfAbsent(bucketKey(call), _ -> new Bucket());
    if (bucket.resetAt <= now) {
      bucket.resetAt = now + limit.millis();
      bucket.used = 0;
    }
    double resetAfter = (bucket.resetAt - now) / 1_000.0;
    if (bucket.used >= limit.requests()) {
      return new Result.Limited(
          withHeaders(
              tooManyRequests(resetAfter, "user"), headers(call, limit, 0, bucket, resetAfter)));
    }
    bucket.used++;
    return new Result.Allowed(
        headers(call, limit, limit.requests() - bucket.used, bucket, resetAfter));
  }

  private static boolean isExempt(ApiCall call) {
    return call.template().startsWith("/interactions/")
        || call.template().startsWith("/webhooks/{webhook_id}/{webhook_token}");
  }

  private Limit limit(ApiCall call) {
    return switch (call.method() + " " + call.template()) {
      case "POST /channels/{channel_id}/messages" -> new Limit(messagesPer5s, 5_000);
      case "GET /users/@me/guilds" -> new Limit(5, 5_000);
      case "POST /webhooks/{webhook_id}/{webhook_token}" -> new Limit(5, 2_000);
      case "PUT /applications/{application_id}/commands" -> new Limit(5, 20_000);
      default -> new Limit(50, 1_000);
    };
  }

  private static String bucketKey(ApiCall call) {
    String grantId = call.bearer() == null ? "" : call.bearer().id();
    String majorParameters =
        call.pathParameters().getOrDefault("channel_id", "")
            + call.pathParameters().getOrDefault("guild_id", "")
            + call.pathParameters().getOrDefault("webhook_token", "")
            + call.pathParameters().getOrDefault("interaction_token", "");
    return call.method() + call.template() + ":" + majorParameters + ":" + grantId;
  }

  private static Map<String, String> headers(
      ApiCall call, Limit limit, int remaining, Bucket bucket, double resetAfter) {
    String route = call.method() + call.template();
    String bucketId =
        UUID.nameUUIDFromBytes(route.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return Map.of(
        "X-RateLimit-Limit", Integer.toString(limit.requests()),
        "X-RateLimit-Remaining", Integer.toString(remaining),
        "X-RateLimit-Reset", decimal(bucket.resetAt / 1_000.0),
        "X-RateLimit-Reset-After", decimal(resetAfter),
        "X-RateLimit-Bucket", bucketId);
  }

  /** A 429 in Discord's format; {@code Retry-After} has whole seconds, the body fractions. */
  public static SandboxResponse tooManyRequests(double seconds, String scope) {
    SandboxResponse response =
        SandboxResponse.of(
                429,
                SandboxJson.object()
                    .put("message", "You are being rate limited.")
                    .put("retry_after", seconds)
                    .put("global", scope.equals("global")))
            .withHeader("Retry-After", Long.toString(Math.max(1, (long) Math.ceil(seconds))))
            .withHeader("X-RateLimit-Scope", scope)
            .withHeader("X-RateLimit-Reset-After", decimal(seconds));
    return scope.equals("global") ? response.withHeader("X-RateLimit-Global", "true") : response;
  }

  private static SandboxResponse withHeaders(
      SandboxResponse response, Map<String, String> headers) {
    SandboxResponse result = response;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      result = result.withHeader(header.getKey(), header.getValue());
    }
    return result;
  }

  private static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
