/**
 * How often somebody may knock, and what is remembered for a moment: rate limits, browser sessions,
 * OAuth states, WebSocket tickets, cached answers. Every key has an expiry; whatever belongs to a
 * guild is under {@code guild:<id>:}.
 *
 * <p>Redis may be away at any time. Limits then count on this node alone; everything else fails
 * with {@link dcm.redis.RedisUnavailableException}, at once, and works again when Redis is back,
 * even if it came back empty. No method here blocks its caller, except those that open and close.
 */
@NullMarked
package dcm.redis;

import org.jspecify.annotations.NullMarked;
