package dcm.sandbox.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxPermissions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OAuth2 login flow of a program. */
class OAuthIT {
  private static final String REDIRECT_URI = "http://localhost:9999/back";
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123456789";

  @TempDir static Path data;
  private static LocalSandbox local;

  @BeforeAll
  static void open() {
    local = new LocalSandbox(data);
  }

  @AfterAll
  static void close() {
    local.close();
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static LocalSandbox.Response authorize(String redirect, String more) {
    return local.send(
        "GET",
        "/oauth2/authorize?client_id="
            + local.sandbox.clientId()
            + "&response_type=code&state=s%261&scope="
            + encode("identify guilds guilds.members.read")
            + "&redirect_uri="
            + encode(redirect)
            + more,
        null);
  }

  private static String code(String more) {
    URI redirected =
        URI.create(
            authorize(REDIRECT_URI, "&sandbox_user=" + InitialState.BOB + more)
                .raw()
                .headers()
                .firstValue("Location")
                .orElseThrow());
    assertThat(redirected.toString()).startsWith(REDIRECT_URI + "?code=").endsWith("&state=s%261");
    return redirected.getRawQuery().replaceFirst("code=([^&]+).*", "$1");
  }

  private static LocalSandbox.Response token(String form) {
    return local.send(
        "POST",
        "/api/oauth2/token",
        form
            + "&client_id="
            + local.sandbox.clientId()
            + "&client_secret="
            + local.sandbox.clientSecret());
  }

  private static LocalSandbox.Response exchange(String code, String more) {
    return token(
        "grant_type=authorization_code&code="
            + code
            + "&redirect_uri="
            + encode(REDIRECT_URI)
            + more);
  }

  private static LocalSandbox.Response getAs(String token, String path) {
    return local.send("GET", "/api/v10" + path, null, "Authorization", "Bearer " + token);
  }

  @Test
  void a_user_logs_in_and_lists_guilds_with_permissions() {
    JsonNode tokens = exchange(code(""), "").body();
    String access = tokens.path("access_token").asText();
    assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(getAs(access, "/users/@me").body().path("id").asText()).isEqualTo(InitialState.BOB);
    JsonNode guilds = getAs(access, "/users/@me/guilds").body();
    assertThat(guilds).hasSize(1);
    assertThat(guilds.at("/0/permissions").isTextual()).isTrue();
    assertThat(
            Long.parseLong(guilds.at("/0/permissions").asText()) & SandboxPermissions.MANAGE_GUILD)
        .isNotZero();
    assertThat(guilds.at("/0/owner").asBoolean()).isFalse();
    assertThat(
            getAs(access, "/users/@me/guilds/" + InitialState.CLUB + "/member")
                .body()
                .path("roles")
                .toString())
        .contains(InitialState.CAPTAIN);
    assertThat(getAs(access, "/users/@me/guilds/" + InitialState.HOUSE + "/member").status())
        .isEqualTo(404);
    assertThat(getAs(access, "/guilds/" + InitialState.CLUB).status())
        .as("endpoint of the bot only")
        .isEqualTo(401);
    assertThat(local.control("GET", "/gate", null).path("violations")).isEmpty();
  }

  @Test
  void guilds_are_listed_page_by_page() {
    for (int i = 1; i <= 205; i++) {
      local.control(
          "POST",
          "/guilds",
          Map.of(
              "id", Integer.toString(1000 + i),
              "name", "Guild " + i,
              "members", List.of(Map.of("id", InitialState.BOB, "name", "Bob"))));
    }
    var ids = ids("");
    assertThat(ids).hasSize(200).startsWith("1001", "1002").endsWith("1200");
    assertThat(ids("?after=1200"))
        .startsWith("1201")
        .contains("1205", InitialState.HOUSE)
        .hasSize(7);
    assertThat(ids("?after=1001&limit=2")).containsExactly("1002", "1003");
    assertThat(ids("?before=1004&limit=2")).containsExactly("1002", "1003");
    assertThat(ids("?after=" + Long.MAX_VALUE)).isEmpty();
    for (var invalidQuery : List.of("limit=201", "limit=0", "after=x", "before=-1")) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() ->
              assertThat(local.bot("GET", "/users/@me/guilds?" + invalidQuery, null).status())
                  .as(invalidQuery)
                  .isEqualTo(400));
    }
    for (int i = 1; i <= 205; i++) {
      local.control("DELETE", "/guilds/" + (1000 + i), null);
    }
  }

  private static List<String> ids(String query) {
    // five of these requests are allowed in five seconds
    var result =
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> local.bot("GET", "/users/@me/guilds" + query, null),
                response -> response.status() == 200);
    return result.body().findValuesAsText("id");
  }

  @Test
  void a_code_is_valid_once_and_for_its_own_redirect() {
    String code = code("");
    assertThat(token("grant_type=authorization_code&code=" + code + "&redirect_uri=x").status())
        .isEqualTo(400);
    assertThat(exchange(code, "").status()).isEqualTo(200);
    LocalSandbox.Response again = exchange(code, "");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.body().path("error").asText()).isEqualTo("invalid_grant");
  }

  @Test
  void pkce_is_checked() throws Exception {
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                MessageDigest.getInstance("SHA-256")
                    .digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    String pkce = "&code_challenge_method=S256&code_challenge=" + challenge;
    assertThat(exchange(code(pkce), "").status()).isEqualTo(400);
    assertThat(exchange(code(pkce), "&code_verifier=wrong").status()).isEqualTo(400);
    assertThat(exchange(code(pkce), "&code_verifier=" + VERIFIER).status()).isEqualTo(200);
  }

  @Test
  void a_refresh_token_is_rotated_and_survives_a_restart_and_is_revoked() {
    JsonNode first = exchange(code(""), "").body();
    local.restart();
    String refresh = "grant_type=refresh_token&refresh_token=";
    JsonNode second = token(refresh + first.path("refresh_token").asText()).body();
    String access = second.path("access_token").asText();
    assertThat(getAs(access, "/users/@me").status()).isEqualTo(200);
    assertThat(getAs(first.path("access_token").asText(), "/users/@me").status()).isEqualTo(401);
    assertThat(token(refresh + first.path("refresh_token").asText()).status()).isEqualTo(400);
    local.send(
        "POST",
        "/api/v10/oauth2/token/revoke",
        "token=" + access,
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    (local.sandbox.clientId() + ":" + local.sandbox.clientSecret())
                        .getBytes(StandardCharsets.UTF_8)));
    assertThat(getAs(access, "/users/@me").status()).isEqualTo(401);
    assertThat(token(refresh + second.path("refresh_token").asText()).status()).isEqualTo(400);
  }

  @Test
  void an_unregistered_redirect_or_client_is_never_followed() {
    LocalSandbox.Response response =
        authorize("https://elsewhere.example/back", "&sandbox_user=" + InitialState.BOB);
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.raw().body()).contains("https://elsewhere.example/back");
    assertThat(response.raw().headers().firstValue("Location")).isEmpty();
    assertThat(
            local
                .send("POST", "/api/oauth2/token", "grant_type=authorization_code&code=x")
                .status())
        .isEqualTo(401);
    assertThat(authorize("http://localhost/<script>", "").raw().body()).doesNotContain("<script>");
  }

  @Test
  void without_a_user_the_consent_page_is_shown() {
    String page = authorize(REDIRECT_URI, "").raw().body();
    assertThat(page)
        .contains("Sanne", "Riverside Rowing Club", "sandbox_user=" + InitialState.CAROL);
    assertThat(
            authorize(REDIRECT_URI, "&sandbox_user=")
                .raw()
                .headers()
                .firstValue("Location")
                .orElseThrow())
        .contains("error=access_denied");
    assertThat(Map.of("json", local.send("GET", "/oauth2/authorize", null).status()))
        .containsValue(400);
  }
}
