/**
 * Short-lived shared state in Redis: rate limits, browser sessions, OAuth states, WebSocket
 * tickets, caches. Every key has an expiry; the keys of a guild begin with {@code guild:<id>:}.
 *
 * <p>Redis may be unavailable at any time. Rate limits are then counted on each node; everything
 * else fails immediately with {@link dcm.redis.RedisUnavailableException}, and works again when
 * Redis is back, even if it lost all data. No method blocks its caller, except those that open and
 * close.
 */
@NullMarked
package dcm.redis;

import org.jspecify.annotations.NullMarked;
