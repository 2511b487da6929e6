package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.auth.AccessTokens.Verification.Reason;
import dcm.auth.AccessTokens.Verification.Rejected;
import dcm.auth.AccessTokens.Verification.Verified;
import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.RoleId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private static final GuildId GUILD = new GuildId(1);
  private static final MemberId MEMBER = new MemberId(42);
  private static final MembershipEvidence.FromDiscord EVIDENCE =
      new MembershipEvidence.FromDiscord("Sanne", Set.of(new RoleId(7), new RoleId(8)), true, "nl");

  private final MutableClock clock = new MutableClock(Instant.parse("2026-07-01T12:00:00.700Z"));
  private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
  private final AuthSettings settings = Fixtures.settings("");
  private final SigningKeys keys = new SigningKeys(store, SECRET, settings, clock);
  private final AccessTokens tokens = new AccessTokens(keys, settings, clock);

  @Test
  void the_claims_of_an_issued_token_are_read_back() {
    var issued = issue(EVIDENCE);
    assertThat(now(tokens.verify(issued.token()))).isEqualTo(new Verified(issued.claims()));
    var claims = issued.claims();
    assertThat(claims.guild()).isEqualTo(GUILD);
    assertThat(claims.member()).isEqualTo(MEMBER);
    assertThat(claims.roles()).containsExactlyInAnyOrder(new RoleId(7), new RoleId(8));
    assertThat(claims.administrator()).isTrue();
    assertThat(claims.epoch()).isEqualTo(3);
    assertThat(claims.sessionId()).isEqualTo("session");
    assertThat(Duration.between(claims.issuedAt(), claims.expiresAt()))
        .isEqualTo(Duration.ofMinutes(10));
    assertThat(issue(EVIDENCE).claims().tokenId()).isNotEqualTo(claims.tokenId());
  }

  @Test
  void the_token_has_the_header_and_the_claims_of_the_contract() {
    var parts = issue(EVIDENCE).token().split("\\.", -1);
    assertThat(json(parts[0]))
        .isEqualTo(
            StrictJson.value(
                "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\""
                    + now(keys.signer()).kid()
                    + "\"}"));
    assertThat(json(parts[1]).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "iss", "aud", "sub", "gid", "roles", "adm", "epoch", "sid", "iat", "nbf", "exp", "jti");
    assertThat(json(parts[1]).path("iss").asText()).isEqualTo("https://dcm.example");
    assertThat(json(parts[1]).path("aud").asText()).isEqualTo("https://dcm.example/api/v1");
  }

  @Test
  void the_caller_has_evidence_from_the_token_only() {
    assertThat(issue(EVIDENCE).claims().caller())
        .isEqualTo(
            new Caller.Person(MEMBER, new MembershipEvidence.FromToken(3), Origin.DASHBOARD));
  }

  @Test
  void a_token_expires_after_its_ttl_and_the_clock_skew() {
    var token = issue(EVIDENCE).token();
    clock.advance(Duration.ofMinutes(10).plusSeconds(29));
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.EXPIRED));
  }

  @Test
  void a_token_of_a_node_whose_clock_is_ahead_is_valid_within_the_clock_skew() {
    clock.advance(Duration.ofSeconds(29));
    var token = issue(EVIDENCE).token();
    clock.advance(Duration.ofSeconds(-29));
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
    clock.advance(Duration.ofSeconds(-2));
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.NOT_YET_VALID));
  }

  @Test
  void a_token_with_every_role_of_a_guild_fits_in_a_header() {
    var all =
        LongStream.range(0, 250)
            .mapToObj(i -> new RoleId(Long.MAX_VALUE - i))
            .collect(Collectors.toSet());
    var issued = issue(new MembershipEvidence.FromDiscord("Sanne", all, false, null));
    assertThat(issued.token().length()).isLessThanOrEqualTo(AccessTokens.MAX_LENGTH);
    assertThat(all).containsAll(issued.claims().roles());
    assertThat(issued.claims().roles()).hasSize(100).doesNotContain(new RoleId(Long.MAX_VALUE));
    assertThat(now(tokens.verify(issued.token()))).isEqualTo(new Verified(issued.claims()));
  }

  @Test
  void a_token_of_the_previous_key_is_valid_after_the_rotation() {
    var old = now(keys.signer());
    // a minute before the end of the key's period
    var ends = old.notAfter().minus(Duration.ofHours(1)).minusSeconds(630);
    clock.advance(Duration.between(clock.instant(), ends).minusSeconds(60));
    var token = issue(EVIDENCE).token();
    clock.advance(Duration.ofMinutes(5));
    assertThat(now(keys.signer()).kid()).isNotEqualTo(old.kid());
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
  }

  @Test
  void when_the_keys_cannot_be_read_verification_with_an_unknown_key_fails() {
    var token = issue(EVIDENCE).token();
    store.unavailable = true;
    var restarted =
        new AccessTokens(new SigningKeys(store, SECRET, settings, clock), settings, clock);
    assertThatThrownBy(() -> now(restarted.verify(token)))
        .hasMessageContaining("the store is unavailable");
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
  }

  private AccessTokens.IssuedToken issue(MembershipEvidence.FromDiscord evidence) {
    return now(tokens.issue(GUILD, MEMBER, evidence, 3, "session"));
  }

  private static JsonNode json(String part) {
    return StrictJson.value(new String(Base64.getUrlDecoder().decode(part), UTF_8));
  }
}
