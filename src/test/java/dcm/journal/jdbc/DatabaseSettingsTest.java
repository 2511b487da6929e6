package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.JournalSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseSettingsTest {
  private static final String WHERE =
      """
      dcm.journal.db { url = "jdbc:postgresql://db.example/dcm", user = dcm, password = hush }
      """;

  @Test
  void the_defaults_require_only_the_location_of_postgresql() {
    assertThat(problems(WHERE)).isEmpty();
  }

  @Test
  void all_invalid_keys_are_reported_together() {
    assertThat(
            problems(
                """
                dcm.journal { replay.page-size = 0, db {
                  url = "mysql://x", user = "", write-threads = 0, statement-timeout = 9s, max-lifetime = 1s
                } }
                """))
        .hasSize(6)
        .anySatisfy(problem -> assertThat(problem).contains("DCM_DB_URL"))
        .anySatisfy(problem -> assertThat(problem).contains("replay.page-size"))
        .anySatisfy(problem -> assertThat(problem).contains("socket-timeout"));
  }

  @Test
  void the_password_is_not_shown() {
    assertThat(DatabaseSettings.from(config(WHERE), new ArrayList<>()).toString())
        .contains("db.example")
        .doesNotContain("hush");
  }

  private static List<String> problems(String text) {
    var problems = new ArrayList<String>();
    JournalSettings.from(config(text), problems);
    return problems;
  }

  private static Config config(String text) {
    return ConfigFactory.parseString(text).withFallback(ConfigFactory.load()).resolve();
  }
}
