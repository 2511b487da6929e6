package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.awaitility.Awaitility;

/** A user who logged in to the dashboard through the local Discord. */
final class DashboardClient {
  private final TestHttpClient web;
  private final String guild;
  private final String origin;
  private String token;

  private DashboardClient(NodeProcess node, String guild) {
    this.web = new TestHttpClient(node.dashboard());
    this.guild = guild;
    this.origin = node.publicUrl().toString();
  }

  /** Runs the OAuth 2 code flow like the browser, as the given user. */
  static DashboardClient logIn(NodeProcess node, String user, String guild) {
    var client = new DashboardClient(node, guild);
    var redirect = client.web.get("/api/v1/auth/login?guild=" + guild);
    assertThat(redirect.status()).as(redirect.raw().body()).isEqualTo(302);
    var discord = new TestHttpClient(node.discord());
    var authorized = discord.get(redirect.header("Location") + "&sandbox_user=" + user);
    assertThat(authorized.status()).as(authorized.raw().body()).isEqualTo(302);
    // at this node, not at the public address
    var callback = URI.create(authorized.header("Location"));
    var response = client.web.get(callback.getRawPath() + "?" + callback.getRawQuery());
    assertThat(response.status()).as(response.raw().body()).isEqualTo(302);
    client.renew();
    return client;
  }

  /**
   * Requests an access token with the session's cookie, once the bot has synchronized the guild. A
   * guild that is moving may answer late (504); the request can be repeated.
   */
  void renew() {
    var response =
        Awaitility.await("a token")
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    web.post(
                        "/api/v1/guilds/" + guild + "/token",
                        TestHttpClient.object(),
                        "Origin",
                        origin),
                answer -> !Set.of(404, 503, 504).contains(answer.status()));
    assertThat(response.status()).as(response.raw().body()).isEqualTo(200);
    token = response.body().get("token").textValue();
  }

  String token() {
    return token;
  }

  TestHttpClient web() {
    return web;
  }

  String path(String rest) {
    return "/api/v1/guilds/" + guild + "/" + rest;
  }

  TestHttpClient.Response get(String rest) {
    return web.get(path(rest), "Authorization", "Bearer " + token);
  }

  TestHttpClient.Response post(String rest, Object body, String... headers) {
    return web.post(path(rest), body, with(headers));
  }

  TestHttpClient.Response patch(String rest, Object body, String... headers) {
    return web.patch(path(rest), body, with(headers));
  }

  JsonNode tasks() {
    return get("tasks?limit=200").body().get("tasks");
  }

  String[] with(String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Authorization";
    all[headers.length + 1] = "Bearer " + token;
    return all;
  }
}
