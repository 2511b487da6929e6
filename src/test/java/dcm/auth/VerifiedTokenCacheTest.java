package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.auth.AccessTokens.Verification.Reason;
import dcm.auth.AccessTokens.Verification.Rejected;
import dcm.auth.AccessTokens.Verification.Verified;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.RoleId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a verified token must still satisfy when it is presented again. */
class VerifiedTokenCacheTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-07-01T12:00:00Z"));
  private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
  private final AuthSettings settings = Fixtures.settings("token-cache-size = 100");
  private final SigningKeys keys = new SigningKeys(store, SECRET, settings, clock);
  private final AccessTokens tokens = new AccessTokens(keys, settings, clock);

  @Test
  void a_token_is_remembered_with_its_claims() {
    var issued = issue(42);
    assertThat(now(tokens.verify(issued.token()))).isEqualTo(new Verified(issued.claims()));
    assertThat(tokens.verifiedTokens().size()).isEqualTo(1);
    assertThat(now(tokens.verify(issued.token()))).isEqualTo(new Verified(issued.claims()));
    assertThat(tokens.verifiedTokens().size()).isEqualTo(1);
  }

  @Test
  void the_second_verification_does_not_check_the_signature() {
    var issued = issue(42);
    var hash = VerifiedTokenCache.hash(issued.token());
    now(tokens.verify(issued.token()));
    var known = tokens.verifiedTokens().find(hash);
    assertThat(known).isNotNull();
    // claims that no signature covers: they can only come from the cache
    var marked =
        new AccessTokens.Claims(
            new GuildId(1),
            new MemberId(43),
            Set.of(),
            false,
            9,
            "marked",
            "id",
            issued.claims().issuedAt(),
            issued.claims().expiresAt());
    tokens
        .verifiedTokens()
        .add(hash, new VerifiedTokenCache.VerifiedToken(known.key(), marked, known.notBefore()));
    assertThat(now(tokens.verify(issued.token()))).isEqualTo(new Verified(marked));
  }

  @Test
  void a_remembered_token_expires() {
    var token = issue(42).token();
    now(tokens.verify(token));
    clock.advance(Duration.ofMinutes(10).plusSeconds(29));
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.EXPIRED));
  }

  @Test
  void a_remembered_token_is_not_valid_before_its_time() {
    clock.advance(Duration.ofSeconds(29));
    var token = issue(42).token();
    now(tokens.verify(token));
    clock.advance(Duration.ofSeconds(-31));
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.NOT_YET_VALID));
  }

  @Test
  void a_remembered_token_ends_with_its_key() {
    var token = issue(42).token();
    now(tokens.verify(token));
    // the key is removed, and another one is created for its period
    store.rows.clear();
    clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(now(tokens.verify(token))).isInstanceOf(Verified.class);
    // reads the table in the background
    issue(42);
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.INVALID_SIGNATURE));
    assertThat(now(tokens.verify(issue(42).token()))).isInstanceOf(Verified.class);
  }

  @Test
  void a_remembered_token_ends_when_its_key_expires() {
    var shortKeys = Fixtures.settings("signing-key-ttl = 1h, access-token-ttl = 10m");
    var ring = new SigningKeys(store, SECRET, shortKeys, clock);
    var key = now(ring.signer());
    assertThat(ring.isValid(key)).isTrue();
    clock.advance(Duration.between(clock.instant(), key.notAfter()));
    assertThat(ring.isValid(key)).isFalse();
  }

  @Test
  void a_key_that_was_read_again_keeps_its_tokens() {
    var token = issue(42).token();
    now(tokens.verify(token));
    clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    var before = store.reads.get();
    issue(42);
    assertThat(store.reads.get()).isGreaterThan(before);
    var known = tokens.verifiedTokens().find(VerifiedTokenCache.hash(token));
    assertThat(known).isNotNull();
    assertThat(keys.isValid(known.key())).isTrue();
  }

  @Test
  void a_changed_token_is_another_one() {
    var token = issue(42).token();
    now(tokens.verify(token));
    for (var i = 0; i < token.length(); i++) {
      var changed = new StringBuilder(token);
      changed.setCharAt(i, token.charAt(i) == 'A' ? 'B' : 'A');
      assertThat(now(tokens.verify(changed.toString())))
          .as("character %s", i)
          .isInstanceOf(Rejected.class);
    }
    assertThat(tokens.verifiedTokens().size()).isEqualTo(1);
  }

  @Test
  void rejected_tokens_are_not_remembered() {
    var token = issue(42).token();
    clock.advance(Duration.ofMinutes(11));
    assertThat(now(tokens.verify(token))).isEqualTo(new Rejected(Reason.EXPIRED));
    now(tokens.verify(token.substring(0, token.length() - 4) + "AAAA"));
    now(tokens.verify("a.b.c"));
    assertThat(tokens.verifiedTokens().size()).isZero();
  }

  @Test
  void the_number_of_remembered_tokens_is_bounded() {
    var first = issue(1).token();
    for (var member = 1; member <= 150; member++) {
      now(tokens.verify(issue(member).token()));
    }
    assertThat(tokens.verifiedTokens().size()).isLessThanOrEqualTo(100);
    assertThat(now(tokens.verify(first))).isInstanceOf(Verified.class);
  }

  @Test
  void tokens_with_many_roles_get_no_more_memory_than_others() {
    var roles = LongStream.rangeClosed(1, 100).mapToObj(RoleId::new).collect(Collectors.toSet());
    for (var member = 1; member <= 50; member++) {
      now(tokens.verify(issue(member, roles).token()));
    }
    assertThat(tokens.verifiedTokens().size()).as("each takes 7 of 100 units").isBetween(1L, 14L);
  }

  private AccessTokens.IssuedToken issue(long member) {
    return issue(member, Set.of(new RoleId(7)));
  }

  private AccessTokens.IssuedToken issue(long member, Set<RoleId> roles) {
    return now(
        tokens.issue(
            new GuildId(1),
            new MemberId(member),
            new MembershipEvidence.FromDiscord("Sanne", roles, false, null),
            3,
            "session"));
  }
}
