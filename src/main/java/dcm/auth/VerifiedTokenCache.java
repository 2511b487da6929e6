package dcm.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dcm.auth.AccessTokens.Claims;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * The claims of the tokens whose signature this node has verified, so that a client's next request
 * costs a hash instead of a verification. The key is the SHA-256 of the whole token, signature
 * included: a token that differs in one bit is another one, and the heap holds no usable token.
 * Only valid tokens are stored, each until it expires.
 */
final class VerifiedTokenCache {
  /**
   * A token with a valid signature.
   *
   * @param key verified the signature
   * @param notBefore the claim {@code nbf}
   */
  record VerifiedToken(SigningKey key, Claims claims, Instant notBefore) {}

  /** A role takes about 64 bytes. */
  private static final int ROLES_PER_UNIT = 16;

  private final Cache<ByteBuffer, VerifiedToken> tokens;

  VerifiedTokenCache(int maxSize, Duration clockSkew, Clock clock) {
    this.tokens =
        CaffeineCacheMetrics.monitor(
            Metrics.globalRegistry,
            Caffeine.newBuilder()
                .maximumWeight(maxSize)
                .<ByteBuffer, VerifiedToken>weigher((_, token) -> weight(token))
                .expireAfter(
                    Expiry.<ByteBuffer, VerifiedToken>creating((_, token) ->
                        Duration.between(
                            clock.instant(), token.claims().expiresAt().plus(clockSkew))))
                .recordStats()
                .build(),
            "access-tokens");
  }

  /** In units of about 1 KiB: a guild whose members have many roles gets no more memory. */
  private static int weight(VerifiedToken token) {
    return 1 + token.claims().roles().size() / ROLES_PER_UNIT;
  }

  static ByteBuffer hash(String token) {
    return ByteBuffer.wrap(DigestUtils.sha256(token)).asReadOnlyBuffer();
  }

  @Nullable VerifiedToken find(ByteBuffer hash) {
    return tokens.getIfPresent(hash);
  }

  void add(ByteBuffer hash, VerifiedToken token) {
    tokens.put(hash, token);
  }

  /** The number of tokens. */
  long size() {
    tokens.cleanUp();
    return tokens.estimatedSize();
  }
}
