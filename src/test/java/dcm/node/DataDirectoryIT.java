package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class DataDirectoryIT {
  @TempDir private Path temporary;

  @Test
  void it_is_created_for_its_owner_only() throws Exception {
    var data = temporary.resolve("some/where/data");
    DataDirectory.prepare(data);
    assertThat(mode(data)).isEqualTo("rwx------");
    DataDirectory.prepare(data);
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  @Test
  void the_mode_of_an_existing_data_directory_is_restricted_and_its_contents_are_kept()
      throws Exception {
    var data = Files.createDirectory(temporary.resolve("data"));
    Files.writeString(data.resolve("secret.lock"), "");
    open(data);
    DataDirectory.prepare(data);
    assertThat(mode(data)).isEqualTo("rwx------");
    assertThat(data.resolve("secret.lock")).exists();
  }

  @Test
  void the_mode_of_an_empty_directory_is_restricted() throws Exception {
    var data = Files.createDirectory(temporary.resolve("empty"));
    open(data);
    DataDirectory.prepare(data);
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  @Test
  void the_mode_of_a_directory_with_other_contents_is_not_changed() throws Exception {
    var home = Files.createDirectory(temporary.resolve("home"));
    Files.writeString(home.resolve("notes.txt"), "");
    open(home);
    DataDirectory.prepare(home);
    assertThat(mode(home)).isEqualTo("rwxr-xr-x");
  }

  private static void open(Path directory) throws Exception {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String mode(Path directory) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
  }
}
