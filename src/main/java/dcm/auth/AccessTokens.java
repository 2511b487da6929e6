package dcm.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import dcm.auth.AccessTokens.Verification.Reason;
import dcm.auth.AccessTokens.Verification.Rejected;
import dcm.auth.AccessTokens.Verification.Verified;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.RoleId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Issues and verifies access tokens: JWT (RFC 9068's {@code at+jwt}) with ES256, each for one
 * member of one guild. Verification follows RFC 8725: one algorithm, one type, our own keys; keys
 * and algorithms suggested by the header are ignored.
 */
public final class AccessTokens {
  /** The maximum length of a token in characters, so that it fits in a header line. */
  public static final int MAX_LENGTH = 4096;

  private static final String TYPE = "at+jwt";
  private static final String ALGORITHM = "ES256";
  private static final Pattern JWS_PATTERN =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  /** The maximum number of roles in a token: each takes about 30 characters. */
  private static final int MAX_ROLES = 100;

  private final SigningKeys keys;
  private final AuthSettings settings;
  private final Clock clock;
  private final VerifiedTokenCache verifiedTokens;

  public AccessTokens(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.verifiedTokens =
        new VerifiedTokenCache(settings.tokenCacheSize(), settings.clockSkew(), clock);
  }

  /** A signed token and its claims. */
  public record IssuedToken(String token, Claims claims) {}

  /**
   * Issues a token. Fails when there is no signing key, because the table of keys was never
   * reached.
   *
   * @param epoch the member's epoch in the guild after it observed {@code evidence}
   */
  public CompletionStage<IssuedToken> issue(
      GuildId guild,
      MemberId member,
      MembershipEvidence.FromDiscord evidence,
      long epoch,
      String sessionId) {
    return keys.signer()
        .thenApply(key -> {
          var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
          var claims =
              new Claims(
                  guild,
                  member,
                  lowestIds(evidence.roles()),
                  evidence.administrator(),
                  epoch,
                  sessionId,
                  UUID.randomUUID().toString(),
                  now,
                  now.plus(settings.accessTokenTtl()));
          return new IssuedToken(sign(claims, key), claims);
        });
  }

  /**
   * Verifies a token; completes immediately when its key is known. Of a token that was verified
   * before, only the time and the key are checked again. Fails when its key is unknown to this node
   * and the table of keys cannot be read, because the token can then neither be accepted nor
   * rejected.
   */
  public CompletionStage<Verification> verify(String token) {
    if (token.length() > MAX_LENGTH) {
      return rejected(Reason.MALFORMED);
    }
    var hash = VerifiedTokenCache.hash(token);
    var known = verifiedTokens.find(hash);
    return known != null && keys.isValid(known.key())
        ? CompletableFuture.completedFuture(checkTime(known))
        : verifySignature(token, hash);
  }

  /** Verifies a token that is not in the cache, and adds it when it is valid. */
  private CompletionStage<Verification> verifySignature(String token, ByteBuffer hash) {
    var parts = JWS_PATTERN.matcher(token);
    if (!parts.matches()) {
      return rejected(Reason.MALFORMED);
    }
    var header = decode(parts.group(1));
    var payload = decode(parts.group(2));
    if (header == null || payload == null || decode(parts.group(3)) == null) {
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
    return keys.find(kid)
        .thenApply(key ->
            key == null ? new Rejected(Reason.UNKNOWN_KEY) : check(token, hash, key, claims));
  }

  private Verification check(String token, ByteBuffer hash, SigningKey key, ClaimsReader claims) {
    try {
      key.algorithm().verify(JWT.decode(token));
    } catch (SignatureVerificationException notOurs) {
      return new Rejected(Reason.INVALID_SIGNATURE);
    } catch (JWTDecodeException timeIsNoNumber) {
      return new Rejected(Reason.INVALID_CLAIMS);
    }
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

  private String sign(Claims claims, SigningKey key) {
    return JWT.create()
        .withHeader(Map.of("typ", TYPE))
        .withKeyId(key.kid())
        .withIssuer(settings.publicUrl())
        .withAudience(settings.audience())
        .withSubject(claims.member().toString())
        .withClaim("gid", claims.guild().toString())
        .withClaim("roles", claims.roles().stream().map(RoleId::toString).toList())
        .withClaim("adm", claims.administrator())
        .withClaim("epoch", claims.epoch())
        .withClaim("sid", claims.sessionId())
        .withIssuedAt(claims.issuedAt())
        .withNotBefore(claims.issuedAt())
        .withExpiresAt(claims.expiresAt())
        .withJWTId(claims.tokenId())
        .sign(key.algorithm());
  }

  /**
   * Truncates the roles to those with the lowest ids. Omitting a role never grants a permission.
   */
  private static Set<RoleId> lowestIds(Set<RoleId> roles) {
    return Set.copyOf(roles.stream().sorted().limit(MAX_ROLES).toList());
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

  /**
   * The claims of an access token.
   *
   * @param roles the member's roles when the token was issued; those with the lowest ids, where not
   *     all fit. For display only: the guild authorizes on its own state.
   * @param administrator owner, administrator or manage-guild when the token was issued
   * @param epoch the member's epoch in the guild; a token with a lower epoch than the guild's is
   *     stale
   * @param sessionId the claim {@code sid}
   * @param tokenId the claim {@code jti}
   */
  public record Claims(
      GuildId guild,
      MemberId member,
      Set<RoleId> roles,
      boolean administrator,
      long epoch,
      String sessionId,
      String tokenId,
      Instant issuedAt,
      Instant expiresAt) {
    public Claims {
      roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }

    /** The member as the caller of a command. */
    public Caller.Person caller() {
      return new Caller.Person(member, new MembershipEvidence.FromToken(epoch), Origin.DASHBOARD);
    }
  }

  /** The result of verifying an access token. */
  public sealed interface Verification {
    record Verified(Claims claims) implements Verification {}

    record Rejected(Reason reason) implements Verification {}

    /**
     * The reason of a rejection, for the log and for the client's next step; responses do not
     * reveal details.
     */
    enum Reason {
      /** over-long, not three parts of base64url without padding, not strict JSON */
      MALFORMED,
      /** another type or algorithm, or a parameter beside these and the kid */
      UNEXPECTED_HEADER,
      /** no key with this id exists, or it has expired */
      UNKNOWN_KEY,
      INVALID_SIGNATURE,
      /** a claim is missing, of another type, or beyond its range */
      INVALID_CLAIMS,
      /** issued by or for another party */
      WRONG_ISSUER_OR_AUDIENCE,
      NOT_YET_VALID,
      /** the client requests a new token */
      EXPIRED
    }
  }
}
