package dcm.auth;

import com.auth0.jwt.JWT;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.RoleId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Issues and verifies access tokens: JWT (RFC 9068's {@code at+jwt}) with ES256, each for one
 * member of one guild. Verification follows RFC 8725: one algorithm, one type, our own keys; keys
 * and algorithms suggested by the header are ignored.
 */
public final class AccessTokens implements AutoCloseable {
  /** The maximum length of a token in characters, so that it fits in a header line. */
  public static final int MAX_LENGTH = 4096;

  /** The maximum number of roles in a token: each takes about 30 characters. */
  private static final int MAX_ROLES = 100;

  private final SigningKeys keys;
  private final AuthSettings settings;
  private final Clock clock;
  private final AccessTokenVerifier verifier;

  public AccessTokens(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
    this.verifier = new AccessTokenVerifier(keys, settings, clock);
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
   * Verifies a token; completes immediately when this node verified it before. Of such a token only
   * the time and the key are checked again. Fails when its key is unknown to this node and the
   * table of keys cannot be read, because the token can then neither be accepted nor rejected, and
   * when too many tokens wait for their verification.
   */
  public CompletionStage<Verification> verify(String token) {
    return verifier.verify(token);
  }

  VerifiedTokenCache verifiedTokens() {
    return verifier.verifiedTokens();
  }

  private String sign(Claims claims, SigningKey key) {
    return JWT.create()
        .withHeader(Map.of("typ", AccessTokenVerifier.TYPE))
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

  /** Stops the threads that verify. */
  @Override
  public void close() {
    verifier.close();
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
