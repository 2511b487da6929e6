package dcm.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void a_variable_overrides_a_default() {
    var config = Environment.read(Map.of("DCM_DB_USER", "somebody"), problems);
    assertThat(config.getString("dcm.journal.db.user")).isEqualTo("somebody");
    assertThat(config.getInt("dcm.journal.db.write-threads")).isPositive();
    assertThat(problems).isEmpty();
  }

  @Test
  void a_secret_is_read_from_a_file_without_its_line_end(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("password"), "s3cret\n");
    var config = Environment.read(Map.of("DCM_DB_PASSWORD_FILE", file.toString()), problems);
    assertThat(config.getString("dcm.journal.db.password")).isEqualTo("s3cret");
    assertThat(problems).isEmpty();
  }

  @Test
  void all_problems_are_reported_together() {
    Environment.read(
        Map.of(
            "DCM_DB_PASSWORD", "one",
            "DCM_DB_PASSWORD_FILE", "/other",
            "DCM_SECRET_FILE", "/not/there"),
        problems);
    assertThat(problems)
        .hasSize(2)
        .anyMatch(problem -> problem.contains("DCM_DB_PASSWORD_FILE"))
        .anyMatch(problem -> problem.contains("/not/there"));
  }

  @Test
  void an_empty_variable_counts_as_unset() {
    var config = Environment.read(Map.of("DCM_DB_URL", " "), problems);
    assertThat(config.getString("dcm.journal.db.url")).isEmpty();
  }
}
