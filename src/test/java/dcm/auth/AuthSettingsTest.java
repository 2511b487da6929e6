package dcm.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSettingsTest {
  @Test
  void the_defaults_are_valid_with_a_url_and_a_client() {
    var settings = Fixtures.settings("");
    assertThat(settings.discordUrl()).isEqualTo("https://discord.com");
    assertThat(settings.redirectUri()).hasToString("https://dcm.example/api/v1/auth/callback");
    assertThat(settings.toString()).doesNotContain("client secret").contains("dcm.example");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8080",
        "http://localhost:8080",
        "http://[::1]:8080",
        "http://127.1.2.3",
        "https://dcm.example/house"
      })
  void a_url_with_tls_or_on_loopback_is_accepted(String url) {
    assertThat(problems("public-url = \"" + url + "\"")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://dcm.example", "http://192.0.2.1", "http://127.0.0.1.evil.example", "http://1.2",
        "ftp://dcm.example", "https://", "dcm.example", "https://u:p@dcm.example",
        "https://dcm.example?x=1", "https://dcm example"
      })
  void a_public_url_without_tls_is_rejected(String url) {
    assertThat(problems("public-url = \"" + url + "\""))
        .singleElement()
        .asString()
        .contains("DCM_PUBLIC_URL");
  }

  @Test
  void all_problems_are_reported_together() {
    assertThat(
            problems(
                """
                public-url = "here"
                discord-url = "there"
                client-id = ""
                access-token-ttl = 11m
                clock-skew = 31s
                signing-key-ttl = 1m
                session-ttl = 1s
                guild-list-ttl = 0s
                discord-timeout = 1m
                """))
        .hasSize(9);
  }

  @Test
  void over_tls_cookies_are_bound_to_the_host() {
    var settings = Fixtures.settings("");
    assertThat(CookieSpec.refresh(settings))
        .isEqualTo(
            new CookieSpec(
                "__Host-dcm_refresh", settings.sessionTtl(), true, CookieSpec.SameSite.STRICT));
    assertThat(CookieSpec.login(settings).name()).isEqualTo("__Host-dcm_login");
    assertThat(CookieSpec.login(settings).sameSite()).isEqualTo(CookieSpec.SameSite.LAX);
  }

  @Test
  void without_tls_on_loopback_cookies_have_no_prefix() {
    var settings = Fixtures.settings("public-url = \"http://127.0.0.1:8080\"");
    assertThat(CookieSpec.refresh(settings).name()).isEqualTo("dcm_refresh");
    assertThat(CookieSpec.refresh(settings).secure()).isFalse();
    assertThat(CookieSpec.login(settings).name()).isEqualTo("dcm_login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "g/1",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nSet-Cookie:x",
        "/a b",
        "/é",
        "\\/evil.example",
        "/\t/evil.example"
      })
  void a_return_path_never_leads_to_another_site(String path) {
    assertThat(ReturnPath.of(path)).isEqualTo("/");
    assertThat(ReturnPath.of("/" + "a".repeat(2000))).isEqualTo("/");
    assertThat(ReturnPath.of("/g/1?filter=x#top")).isEqualTo("/g/1?filter=x#top");
  }

  private static List<String> problems(String auth) {
    var problems = new ArrayList<String>();
    assertThat(Fixtures.settings(auth, problems)).isNotNull();
    return problems;
  }
}
