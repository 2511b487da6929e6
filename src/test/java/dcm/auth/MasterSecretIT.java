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
  void it_is_made_once_and_readable_for_its_owner_alone() throws Exception {
    var house = data.resolve("new");
    var first = MasterSecret.keptIn(house);
    assertThat(MasterSecret.keptIn(house).fingerprint()).isEqualTo(first.fingerprint());
    assertThat(Files.readString(house.resolve("secret"))).hasSize(43);
    assertThat(Files.getPosixFilePermissions(house.resolve("secret")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
    assertThat(MasterSecret.keptIn(data.resolve("other")).fingerprint())
        .isNotEqualTo(first.fingerprint());
  }

  @Test
  void a_given_one_is_the_kept_one_when_the_text_is_the_same() throws Exception {
    var kept = MasterSecret.keptIn(data);
    var given = Fixtures.secret(Files.readString(data.resolve("secret")));
    assertThat(given.aesKeyFor("x")).isEqualTo(kept.aesKeyFor("x"));
    assertThat(given.aesKeyFor("x")).isNotEqualTo(given.aesKeyFor("y"));
  }

  @Test
  void a_password_is_no_secret() {
    var problems = new ArrayList<String>();
    assertThat(MasterSecret.of("cleaning-lady", problems)).isNotNull();
    assertThat(problems).singleElement().asString().contains("DCM_SECRET").contains("32");
  }

  @Test
  void what_is_locked_opens_only_there_and_whole() {
    var vault = new Vault(Fixtures.SECRET, "tokens");
    var locked = vault.lock(new byte[] {1, 2, 3}, "here");
    assertThat(vault.unlock(locked, "here")).containsExactly(1, 2, 3);
    assertThat(vault.unlock(locked, "there")).isNull();
    assertThat(new Vault(Fixtures.SECRET, "keys").unlock(locked, "here")).isNull();
    assertThat(vault.lock(new byte[] {1, 2, 3}, "here")).isNotEqualTo(locked);
    assertThat(vault.unlock(new byte[27], "here")).isNull();
    for (var i = 0; i < locked.length; i++) {
      var changed = locked.clone();
      changed[i] ^= 1;
      assertThat(vault.unlock(changed, "here")).isNull();
    }
  }
}
