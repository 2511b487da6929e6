package dcm.redis;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSettingsTest {
  @Test
  void the_defaults_need_only_a_url() {
    assertThat(problems("url = \"redis://localhost\"")).isEmpty();
    assertThat(problems("")).singleElement().asString().contains("DCM_REDIS_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://x:1", "localhost:6379", "redis://", "redis://x:1/a", "redis:// "})
  void an_invalid_url_is_reported(String url) {
    assertThat(problems("url = \"" + url + "\""))
        .singleElement()
        .asString()
        .contains("dcm.redis.url");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://u:p%40@h:1/3, redis://u:p%40@h:1, 3",
    "rediss://h, rediss://h:6379, 0",
    "redis://[::1]:7/, redis://[::1]:7, 0",
  })
  void a_url_may_name_user_password_and_database(String url, String address, int database) {
    var settings = TestRedis.settings(url);
    assertThat(settings.address()).isEqualTo(address);
    assertThat(settings.database()).isEqualTo(database);
  }

  @Test
  void all_problems_are_reported_together() {
    assertThat(
            problems(
                """
                url = "redis://x:1"
                timeout = 3s
                health-check-interval = 1ms
                connections = 0
                limits.ip.default = 0
                limits.member.window = 10ms
                limits.guild.max = 1
                """))
        .hasSize(6);
  }

  @Test
  void the_password_is_not_shown() {
    assertThat(TestRedis.settings("redis://:secret@localhost:1").toString())
        .doesNotContain("secret")
        .contains("localhost");
  }

  private static List<String> problems(String redis) {
    var problems = new ArrayList<String>();
    var settings =
        RedisSettings.from(
            ConfigFactory.parseString("dcm.redis {\n" + redis + "\n}")
                .withFallback(ConfigFactory.defaultReference()),
            problems);
    assertThat(settings).isNotNull();
    return problems;
  }
}
