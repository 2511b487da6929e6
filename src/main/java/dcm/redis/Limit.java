package dcm.redis;

import java.time.Duration;

/**
 * What one policy said to one request.
 *
 * @param policy {@code ip}, {@code member} or {@code guild}
 * @param rate the policy's quota
 * @param remaining requests left now
 * @param resetAfter until the whole quota is there again
 * @param retryAfter until one request is there again; zero when allowed
 */
public record Limit(
    String policy,
    Rate rate,
    long remaining,
    Duration resetAfter,
    boolean allowed,
    Duration retryAfter) {}
