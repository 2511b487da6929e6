package dcm.auth;

import com.auth0.jwt.JWT;
import com.auth0.jwt.exceptions.JWTDecodeException;
import com.auth0.jwt.exceptions.SignatureVerificationException;
import dcm.auth.Verification.Reason;
import dcm.auth.Verification.Rejected;
import dcm.auth.Verification.Verified;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.guild.RoleId;
import dcm.guild.Standing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens: JWT (RFC 9068's {@code at+jwt}) with ES256, each for one member in one guild.
 * Reading follows RFC 8725: one algorithm, one type, our keys only, nothing that the header
 * suggests.
 */
public final class AccessTokens {
  /** Characters; what a header line must hold anyway. */
  public static final int LONGEST = 4096;

  private static final String TYPE = "at+jwt";
  private static final String ALGORITHM = "ES256";
  private static final Pattern THREE_PARTS =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  /** About 30 characters each in the token; 100 of them leave room for the rest. */
  private static final int MOST_ROLES = 100;

  private final SigningKeys keys;
  private final AuthSettings settings;
  private final Clock clock;

  public AccessTokens(SigningKeys keys, AuthSettings settings, Clock clock) {
    this.keys = keys;
    this.settings = settings;
    this.clock = clock;
  }

  /** A signed token and what it says. */
  public record Minted(String token, AccessClaims claims) {}

  /**
   * Fails when there is no signing key, because the table of keys was never reached.
   *
   * @param epoch the member's epoch in the guild, once it has observed {@code standing}
   */
  public CompletionStage<Minted> mint(
      GuildId guild, MemberId member, Standing.Witnessed standing, long epoch, String session) {
    return keys.signer()
        .thenApply(key -> {
          var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
          var claims =
              new AccessClaims(
                  guild,
                  member,
                  lowest(standing.roles()),
                  standing.administrator(),
                  epoch,
                  session,
                  UUID.randomUUID().toString(),
                  now,
                  now.plus(settings.accessLife()));
          return new Minted(sign(claims, key), claims);
        });
  }

  /**
   * Done at once when the key is known. Fails only when it is not and the table of keys cannot be
   * read: then nobody knows whether the token is good.
   */
  public CompletionStage<Verification> verify(String token) {
    if (token.length() > LONGEST) {
      return rejected(Reason.UNREADABLE);
    }
    var parts = THREE_PARTS.matcher(token);
    if (!parts.matches()) {
      return rejected(Reason.UNREADABLE);
    }
    var header = decode(parts.group(1));
    var payload = decode(parts.group(2));
    if (header == null || payload == null || decode(parts.group(3)) == null) {
      return rejected(Reason.UNREADABLE);
    }
    var head = StrictJson.object(header);
    var body = StrictJson.object(payload);
    if (head == null || body == null) {
      return rejected(Reason.UNREADABLE);
    }
    var claims = new Claims(body);
    var kid = new Claims(head).text("kid");
    // jku, jwk, x5u, x5c, crit, zip, cty: whatever else it says, it is not a header of ours
    if (head.size() != 3
        || kid == null
        || !ALGORITHM.equals(new Claims(head).text("alg"))
        || !TYPE.equals(new Claims(head).text("typ"))) {
      return rejected(Reason.FOREIGN_HEADER);
    }
    return keys.find(kid)
        .thenApply(
            key -> key == null ? new Rejected(Reason.UNKNOWN_KEY) : check(token, key, claims));
  }

  private Verification check(String token, SigningKey key, Claims claims) {
    try {
      key.algorithm().verify(JWT.decode(token));
    } catch (SignatureVerificationException notOurs) {
      return new Rejected(Reason.BAD_SIGNATURE);
    } catch (JWTDecodeException timeIsNoNumber) {
      return new Rejected(Reason.BAD_CLAIMS);
    }
    var said = claims.access();
    var notBefore = claims.instant("nbf");
    if (said == null || notBefore == null) {
      return new Rejected(Reason.BAD_CLAIMS);
    }
    if (!settings.publicUrl().equals(claims.text("iss"))
        || !settings.audience().equals(claims.text("aud"))) {
      return new Rejected(Reason.NOT_FOR_US);
    }
    if (said.issuedAt().plus(settings.accessLife()).isBefore(said.expiresAt())
        || !said.issuedAt().isBefore(said.expiresAt())) {
      return new Rejected(Reason.BAD_CLAIMS);
    }
    var now = clock.instant();
    if (notBefore.minus(settings.leeway()).isAfter(now)
        || said.issuedAt().minus(settings.leeway()).isAfter(now)) {
      return new Rejected(Reason.NOT_YET);
    }
    return said.expiresAt().plus(settings.leeway()).isAfter(now)
        ? new Verified(said)
        : new Rejected(Reason.EXPIRED);
  }

  private String sign(AccessClaims claims, SigningKey key) {
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
        .withClaim("sid", claims.session())
        .withIssuedAt(claims.issuedAt())
        .withNotBefore(claims.issuedAt())
        .withExpiresAt(claims.expiresAt())
        .withJWTId(claims.id())
        .sign(key.algorithm());
  }

  /** Fewer roles than somebody has never let them do more. */
  private static Set<RoleId> lowest(Set<RoleId> roles) {
    return Set.copyOf(roles.stream().sorted().limit(MOST_ROLES).toList());
  }

  /** Null unless it is the one way to write these bytes: unused bits are zero. */
  private static byte @Nullable [] decode(String base64) {
    try {
      var bytes = Base64.getUrlDecoder().decode(base64);
      var again = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      return base64.equals(new String(again, StandardCharsets.US_ASCII)) ? bytes : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static CompletionStage<Verification> rejected(Reason reason) {
    return CompletableFuture.completedFuture(new Rejected(reason));
  }
}
