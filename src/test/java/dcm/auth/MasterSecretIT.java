package dcm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterSecretIT {
  @TempDir Path data;

  @Test
  void it_is_created_once_and_readable_by_its_owner_only() throws Exception {
    var root = data.resolve("new");
    var first = MasterSecret.loadOrCreate(root);
    assertThat(MasterSecret.loadOrCreate(root).fingerprint()).isEqualTo(first.fingerprint());
    assertThat(Files.readString(root.resolve("secret"))).hasSize(43);
    assertThat(Files.getPosixFilePermissions(root.resolve("secret")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    assertThat(MasterSecret.loadOrCreate(data.resolve("other")).fingerprint())
        .isNotEqualTo(first.fingerprint());
  }

  @Test
  void a_configured_secret_equals_a_stored_one_with_the_same_text() throws Exception {
    var loaded = MasterSecret.loadOrCreate(data);
    var given = Fixtures.secret(Files.readString(data.resolve("secret")));
    assertThat(given.aesKeyFor("x")).isEqualTo(loaded.aesKeyFor("x"));
    assertThat(given.aesKeyFor("x")).isNotEqualTo(given.aesKeyFor("y"));
  }

  @Test
  void a_short_secret_is_rejected() {
    var problems = new ArrayList<String>();
    assertThat(MasterSecret.of("cleaning-lady", problems)).isNotNull();
    assertThat(problems).singleElement().asString().contains("DCM_SECRET").contains("32");
  }

  @Test
  void ciphertext_decrypts_only_with_its_associated_data_and_unchanged() {
    var cipher = new AesGcmCipher(Fixtures.SECRET, "tokens");
    var encrypted = cipher.encrypt(new byte[] {1, 2, 3}, "here");
    assertThat(cipher.decrypt(encrypted, "here")).containsExactly(1, 2, 3);
    assertThat(cipher.decrypt(encrypted, "there")).isNull();
    assertThat(new AesGcmCipher(Fixtures.SECRET, "keys").decrypt(encrypted, "here")).isNull();
    assertThat(cipher.encrypt(new byte[] {1, 2, 3}, "here")).isNotEqualTo(encrypted);
    assertThat(cipher.decrypt(new byte[27], "here")).isNull();
    for (var i = 0; i < encrypted.length; i++) {
      var changed = encrypted.clone();
      changed[i] ^= 1;
      assertThat(cipher.decrypt(changed, "here")).isNull();
    }
  }
}
