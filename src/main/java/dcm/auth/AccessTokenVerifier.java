package dcm.auth;

import dcm.auth.AccessTokens.Verification;
import dcm.auth.AccessTokens.Verification.Reason;
import dcm.auth.AccessTokens.Verification.Rejected;
import dcm.auth.AccessTokens.Verification.Verified;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens. A token that was verified before is found in the cache, on the caller's
 * thread; any other is verified on threads of its own, because a signature takes too long for a
 * thread that serves connections.
 */
final class AccessTokenVerifier implements AutoCloseable {
  static final String TYPE = "at+jwt";
  private static final String ALGORITHM = "ES256";
  private static final Pattern JWS_PATTERN =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  /** Tokens that wait for a verification; at 0.5 ms each, the last one waits for 0.25 s. */
  private static final int MAX_QUEUED = 500;

  private final SigningKeys keys;
  private final AuthSettings settings;
  private final Clock clock;
  private final VerifiedTokenCache verifiedTokens;
  private final ThreadPoolExecutor threads;
  private volatile Es256Verifier signatures = Es256Verifier.ofJdk();

  AccessTokenVerifier(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.verifiedTokens =
        new VerifiedTokenCache(settings.tokenCacheSize(), settings.clockSkew(), clock);
    var processors = Runtime.getRuntime().availableProcessors();
    this.threads =
        new ThreadPoolExecutor(
            processors,
            processors,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED),
            Thread.ofPlatform().daemon().name("token-verifier-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
    // the JDK's implementation serves the first requests
    threads.execute(() -> Es256Verifier.loadNative().ifPresent(loaded -> signatures = loaded));
  }

  /**
   * Verifies a token; see {@link AccessTokens#verify}. Fails with {@link
   * java.util.concurrent.RejectedExecutionException} when too many tokens wait.
   */
  CompletionStage<Verification> verify(String token) {
    if (token.length() > AccessTokens.MAX_LENGTH) {
      return rejected(Reason.MALFORMED);
    }
    var hash = VerifiedTokenCache.hash(token);
    var known = verifiedTokens.find(hash);
    return known != null && keys.isValid(known.key())
        ? CompletableFuture.completedFuture(checkTime(known))
        // fails, instead of throwing, when the queue is full: supplyAsync throws
        : CompletableFuture.completedFuture(token)
            .thenComposeAsync(unknown -> verifyUnknown(unknown, hash), threads);
  }

  /** Verifies a token that is not in the cache, and adds it when it is valid. */
  private CompletionStage<Verification> verifyUnknown(String token, ByteBuffer hash) {
    var parts = JWS_PATTERN.matcher(token);
    if (!parts.matches()) {
      return rejected(Reason.MALFORMED);
    }
    var header = decode(parts.group(1));
    var payload = decode(parts.group(2));
    var signature = decode(parts.group(3));
    if (header == null || payload == null || signature == null) {
      return rejected(Reason.MALFORMED);
    }
    var head = StrictJson.object(header);
    var body = StrictJson.object(payload);
    if (head == null || body == null) {
      return rejected(Reason.MALFORMED);
    }
    var claims = new ClaimsReader(body);
    var kid = new ClaimsReader(head).text("kid");
    // rejects jku, jwk, x5u, x5c, crit, zip, cty and every other parameter that we do not write
    if (head.size() != 3
        || kid == null
        || !ALGORITHM.equals(new ClaimsReader(head).text("alg"))
        || !TYPE.equals(new ClaimsReader(head).text("typ"))) {
      return rejected(Reason.UNEXPECTED_HEADER);
    }
    var signed = token.substring(0, parts.end(2)).getBytes(StandardCharsets.US_ASCII);
    return keys.find(kid)
        .thenApply(key -> {
          if (key == null) {
            return new Rejected(Reason.UNKNOWN_KEY);
          }
          return signatures.verify(key.publicKey(), signed, signature)
              ? checkClaims(hash, key, claims)
              : new Rejected(Reason.INVALID_SIGNATURE);
        });
  }

  private Verification checkClaims(ByteBuffer hash, SigningKey key, ClaimsReader claims) {
    var accessClaims = claims.toAccessClaims();
    var notBefore = claims.instant("nbf");
    if (accessClaims == null || notBefore == null) {
      return new Rejected(Reason.INVALID_CLAIMS);
    }
    if (!settings.publicUrl().equals(claims.text("iss"))
        || !settings.audience().equals(claims.text("aud"))) {
      return new Rejected(Reason.WRONG_ISSUER_OR_AUDIENCE);
    }
    if (accessClaims.issuedAt().plus(settings.accessTokenTtl()).isBefore(accessClaims.expiresAt())
        || !accessClaims.issuedAt().isBefore(accessClaims.expiresAt())) {
      return new Rejected(Reason.INVALID_CLAIMS);
    }
    var verified = new VerifiedTokenCache.VerifiedToken(key, accessClaims, notBefore);
    var result = checkTime(verified);
    if (result instanceof Verified) {
      verifiedTokens.add(hash, verified);
    }
    return result;
  }

  private Verification checkTime(VerifiedTokenCache.VerifiedToken token) {
    var now = clock.instant();
    var claims = token.claims();
    if (token.notBefore().minus(settings.clockSkew()).isAfter(now)
        || claims.issuedAt().minus(settings.clockSkew()).isAfter(now)) {
      return new Rejected(Reason.NOT_YET_VALID);
    }
    return claims.expiresAt().plus(settings.clockSkew()).isAfter(now)
        ? new Verified(claims)
        : new Rejected(Reason.EXPIRED);
  }

  VerifiedTokenCache verifiedTokens() {
    return verifiedTokens;
  }

  /**
   * Decodes base64url; returns null unless the encoding is canonical, that is, its unused bits are
   * zero.
   */
  private static byte @Nullable [] decode(String base64) {
    try {
      var bytes = Base64.getUrlDecoder().decode(base64);
      var reencoded = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      return base64.equals(new String(reencoded, StandardCharsets.US_ASCII)) ? bytes : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static CompletionStage<Verification> rejected(Reason reason) {
    return CompletableFuture.completedFuture(new Rejected(reason));
  }

  /** Verifications that have not begun fail. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
