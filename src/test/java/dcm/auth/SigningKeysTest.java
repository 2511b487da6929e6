package dcm.auth;

import static dcm.auth.Fixtures.SECRET;
import static dcm.auth.Fixtures.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-07-01T12:00:00Z"));
  private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
  private final AuthSettings settings = Fixtures.settings("signing-key-ttl = 10d");
  private final SigningKeys keys = node(SECRET);

  @Test
  void one_key_signs_in_its_period_and_then_the_next() {
    var first = now(keys.signer());
    assertThat(now(keys.signer())).isEqualTo(first);
    clock.advance(Duration.ofDays(10));
    var second = now(keys.signer());
    assertThat(second.kid()).isNotEqualTo(first.kid());
    assertThat(store.rows).hasSize(2);
  }

  @Test
  void nodes_that_start_together_agree_on_one_key() {
    var key = now(keys.signer());
    // the other node read before the first one inserted, and lost the race
    var late =
        new SigningKeys(
            new SigningKeyStore() {
              private boolean looked;

              @Override
              public CompletionStage<List<StoredKey>> findValid() {
                var seen = looked ? store.findValid() : new InMemorySigningKeyStore().findValid();
                looked = true;
                return seen;
              }

              @Override
              public CompletionStage<Boolean> insert(StoredKey row) {
                return store.insert(row);
              }
            },
            SECRET,
            settings,
            clock);
    assertThat(now(late.signer()).kid()).isEqualTo(key.kid());
    assertThat(now(late.signer()).publicKey()).isEqualTo(key.publicKey());
    assertThat(store.rows).hasSize(1);
  }

  @Test
  void an_old_key_verifies_until_its_last_token_has_expired() {
    var old = now(keys.signer());
    // the end of its period, the TTL of its last token, the clock skew, and an hour
    var lastToken = old.notAfter().minus(Duration.ofHours(1)).minusSeconds(30);
    assertThat(lastToken.minus(Duration.ofMinutes(10)).getEpochSecond())
        .isEqualTo(
            (clock.instant().getEpochSecond() / Duration.ofDays(10).toSeconds() + 1)
                * Duration.ofDays(10).toSeconds());
    clock.advance(Duration.between(clock.instant(), lastToken));
    var fresh = node(SECRET);
    assertThat(now(fresh.find(old.kid()))).isNotNull();
    assertThat(now(fresh.jwks())).contains(old.kid());
    clock.advance(Duration.between(clock.instant(), old.notAfter()));
    assertThat(now(fresh.find(old.kid()))).isNull();
    assertThat(now(fresh.jwks())).doesNotContain(old.kid());
    assertThat(now(node(SECRET).find(old.kid()))).isNull();
  }

  @Test
  void the_next_key_is_known_to_all_before_it_signs() {
    var first = now(keys.signer());
    var left =
        Duration.ofSeconds(
            Duration.ofDays(10).toSeconds()
                - clock.instant().getEpochSecond() % Duration.ofDays(10).toSeconds());
    clock.advance(left.minus(Duration.ofMinutes(30)));
    assertThat(now(keys.signer())).isEqualTo(first);
    assertThat(store.rows).hasSize(2);
    clock.advance(Duration.ofMinutes(31));
    store.unavailable = true;
    assertThat(now(keys.signer()).kid()).isNotEqualTo(first.kid());
  }

  @Test
  void a_key_created_by_another_node_is_found_by_its_kid() {
    now(keys.signer());
    clock.advance(Duration.ofDays(10));
    var other = now(node(SECRET).signer());
    assertThat(now(keys.find(other.kid()))).isEqualTo(other);
  }

  @Test
  void unknown_kids_do_not_read_the_table_each_time() {
    now(keys.signer());
    clock.advance(Duration.ofMinutes(1));
    var before = store.reads.get();
    for (var i = 0; i < 100; i++) {
      assertThat(now(keys.find("invented-" + i))).isNull();
    }
    assertThat(store.reads.get() - before).isEqualTo(1);
  }

  @Test
  void while_the_store_is_unavailable_known_keys_sign() {
    var key = now(keys.signer());
    store.unavailable = true;
    clock.advance(Duration.ofMinutes(6));
    assertThat(now(keys.signer())).isEqualTo(key);
    // the key's period is over, the next key could not be created, the old one has not expired
    var overtime = key.notAfter().minus(Duration.ofMinutes(30));
    clock.advance(Duration.between(clock.instant(), overtime));
    assertThat(now(keys.signer())).isEqualTo(key);
    clock.advance(Duration.ofMinutes(25));
    assertThatThrownBy(() -> now(keys.signer())).hasMessageContaining("the store is unavailable");
    var before = store.reads.get();
    assertThatThrownBy(() -> now(keys.signer())).hasMessageContaining("the store is unavailable");
    assertThat(store.reads.get())
        .as("an unavailable store is not read each time")
        .isEqualTo(before);
    store.unavailable = false;
    clock.advance(Duration.ofSeconds(1));
    assertThat(now(keys.signer()).kid()).isNotEqualTo(key.kid());
  }

  @Test
  void keys_of_another_secret_are_ignored() {
    var foreign = now(node(Fixtures.secret("another secret, long enough for a cluster")).signer());
    var own = now(keys.signer());
    assertThat(own.kid()).isNotEqualTo(foreign.kid());
    clock.advance(Duration.ofSeconds(10));
    assertThat(now(keys.find(foreign.kid()))).isNull();
  }

  @Test
  void a_modified_row_is_not_trusted() {
    var key = now(keys.signer());
    var row = store.rows.get(key.kid());
    var intruder = SigningKey.generate(key.kid(), key.notAfter());
    for (var changed :
        new SigningKeyStore.StoredKey[] {
          // another public key under our kid: the attacker could sign any token
          with(row, StrictJson.write(intruder.jwk()), row.encryptedPrivate()),
          with(row, row.publicJwk(), Base64.getEncoder().encodeToString(new byte[64])),
          with(row, row.publicJwk(), "AAAA"),
          with(row, row.publicJwk(), "not base64!"),
          with(row, "[]", row.encryptedPrivate()),
          with(row, "{}", row.encryptedPrivate()),
        }) {
      store.rows.put(key.kid(), changed);
      assertThat(now(node(SECRET).find(key.kid()))).as("%s", changed).isNull();
    }
  }

  @Test
  void the_jwks_contains_public_keys_only() {
    var key = now(keys.signer());
    var jwks = StrictJson.value(now(keys.jwks()));
    assertThat(jwks.path("keys")).hasSize(1);
    var jwk = jwks.path("keys").get(0);
    assertThat(jwk.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("kty", "crv", "alg", "use", "kid", "x", "y");
    assertThat(jwk.path("kid").textValue()).isEqualTo(key.kid());
    assertThat(Base64.getUrlDecoder().decode(jwk.path("x").textValue())).hasSize(32);
    assertThat(Base64.getUrlDecoder().decode(jwk.path("y").textValue())).hasSize(32);
    assertThat(key.toString()).doesNotContain("BigInteger").contains(key.kid());
  }

  @Test
  void a_private_key_is_stored_encrypted() {
    var key = now(keys.signer());
    var encrypted = Base64.getDecoder().decode(store.rows.get(key.kid()).encryptedPrivate());
    assertThat(encrypted).hasSizeGreaterThan(key.privateKey().getEncoded().length);
    assertThat(new String(encrypted, StandardCharsets.ISO_8859_1))
        .doesNotContain(
            new String(key.privateKey().getS().toByteArray(), StandardCharsets.ISO_8859_1));
  }

  private static SigningKeyStore.StoredKey with(
      SigningKeyStore.StoredKey row, String jwk, String encrypted) {
    return new SigningKeyStore.StoredKey(
        row.kid(), row.createdAt(), row.notAfter(), jwk, encrypted);
  }

  private SigningKeys node(MasterSecret secret) {
    return new SigningKeys(store, secret, settings, clock);
  }
}
