package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void nothing_said_is_a_node_with_everything_embedded() {
    assertThatCode(() -> Settings.check(said(Map.of()))).doesNotThrowAnyException();
  }

  @Test
  void everything_wrong_is_said_at_once_with_its_variable() {
    assertThatThrownBy(() ->
            Settings.check(
                said(
                    Map.of(
                        "DCM_DB_URL", "mysql://somewhere",
                        "DCM_REDIS_URL", "not a url",
                        "DCM_DISCORD_TOKEN", "a.token",
                        "DCM_SECRET", "short"))))
        .isInstanceOf(WrongSettings.class)
        .hasMessageContaining("DCM_DB_URL")
        .hasMessageContaining("DCM_REDIS_URL")
        .hasMessageContaining("DCM_DISCORD_TOKEN")
        .hasMessageContaining("DCM_DISCORD_CLIENT_ID")
        .hasMessageContaining("DCM_SECRET");
  }

  @Test
  void a_word_where_a_number_belongs_is_said_like_the_rest() {
    assertThatThrownBy(
            () -> Settings.check(said(Map.of("DCM_HTTP_PORT", "http", "DCM_SECRET", "short"))))
        .isInstanceOf(WrongSettings.class)
        .hasMessageContaining("port")
        .hasMessageContaining("DCM_SECRET");
  }

  @Test
  void a_database_of_ones_own_wants_a_secret_of_ones_own() {
    assertThatThrownBy(() -> Settings.check(said(Map.of("DCM_DB_URL", "jdbc:postgresql://db/dcm"))))
        .hasMessageContaining("DCM_SECRET is needed");
  }

  @Test
  void without_a_token_and_without_the_local_discord_there_is_none() {
    assertThatThrownBy(() -> Settings.check(said(Map.of("DCM_SANDBOX_PORT", "off"))))
        .hasMessageContaining("no Discord to use");
  }

  @Test
  void embedded_parts_refuse_to_stand_behind_a_public_address() {
    var problems = new ArrayList<String>();
    Surroundings.check(said(Map.of("DCM_HTTP_HOST", "0.0.0.0")), problems);
    assertThat(problems).singleElement().asString().contains("0.0.0.0", "DCM_DB_URL");
  }

  private static Config said(Map<String, String> variables) {
    return Environment.read(variables, new ArrayList<>());
  }
}
