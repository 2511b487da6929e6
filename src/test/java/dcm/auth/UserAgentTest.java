package dcm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UserAgentTest {
  @Test
  void it_contains_the_public_url_and_the_version_of_the_jar() {
    assertThat(UserAgent.of("https://dcm.example.org", "2.7.1"))
        .isEqualTo("DiscordBot (https://dcm.example.org, 2.7.1)");
  }

  @Test
  void without_a_jar_the_version_is_zero() {
    assertThat(UserAgent.of("https://dcm.example.org", null))
        .isEqualTo("DiscordBot (https://dcm.example.org, 0.0.0)");
  }
}
