package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Somebody who logged in to the dashboard through the local Discord. */
final class Housemate {
  private final Web web;
  private final String guild;
  private final String origin;
  private String token;

  private Housemate(NodeProcess node, String guild) {
    this.web = new Web(node.dashboard());
    this.guild = guild;
    this.origin = node.publicUrl().toString();
  }

  /** Walks the OAuth2 code flow as the browser does, as the given user. */
  static Housemate logIn(NodeProcess node, String user, String guild) {
    var mate = new Housemate(node, guild);
    var begin = mate.web.get("/api/v1/auth/login?guild=" + guild);
    assertThat(begin.status()).as(begin.raw().body()).isEqualTo(302);
    var discord = new Web(node.discord());
    var authorized = discord.get(begin.header("Location") + "&sandbox_user=" + user);
    assertThat(authorized.status()).as(authorized.raw().body()).isEqualTo(302);
    // at this node, wherever the public address leads to
    var callback = URI.create(authorized.header("Location"));
    var back = mate.web.get(callback.getRawPath() + "?" + callback.getRawQuery());
    assertThat(back.status()).as(back.raw().body()).isEqualTo(302);
    mate.renew();
    return mate;
  }

  /** Fetches a guild-scoped token with the session's cookie, once the bot has met the guild. */
  void renew() {
    var said =
        Awaitility.await("a token")
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    web.post("/api/v1/guilds/" + guild + "/token", Web.object(), "Origin", origin),
                answer -> answer.status() != 404 && answer.status() != 503);
    assertThat(said.status()).as(said.raw().body()).isEqualTo(200);
    token = said.body().get("token").textValue();
  }

  String token() {
    return token;
  }

  Web web() {
    return web;
  }

  String path(String rest) {
    return "/api/v1/guilds/" + guild + "/" + rest;
  }

  Web.Said get(String rest) {
    return web.get(path(rest), "Authorization", "Bearer " + token);
  }

  Web.Said post(String rest, Object body, String... headers) {
    return web.post(path(rest), body, with(headers));
  }

  Web.Said patch(String rest, Object body, String... headers) {
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
