package dcm.http;

import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Login through the sandbox, as a browser does it, up to the first task, and logout. */
class SessionIT {
  private static final String PUBLIC_ORIGIN = "http://127.0.0.1:8080";
  private static final GuildId HOME = new GuildId(1100000000000000001L);
  private static final GuildId NOT_HERE = new GuildId(1100000000000000002L);
  private static final String SANNE = "1200000000000000001";

  @TempDir static Path data;
  private static ActorTestKit kit;
  private static Sandbox discord;
  private static HttpTestServer server;

  @BeforeAll
  static void open() {
    kit =
        ActorTestKit.create(
            "discord",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    discord =
        HttpTestServer.join(
            Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 10)));
    var url = discord.url().toString().replaceAll("/$", "");
    server =
        new HttpTestServer(
            """
            dcm.auth {
              discord-url = "%s"
              client-id = "%s"
              client-secret = "%s"
              discord-timeout = 8s
            }
            """
                .formatted(url, discord.clientId(), discord.clientSecret()));
    server.observe(HOME, "Studentenhuis");
  }

  @AfterAll
  static void close() {
    server.close();
    HttpTestServer.join(discord.close());
    kit.shutdownTestKit();
  }

  private static String cookie(HttpTestServer.Reply reply, String name) {
    return reply.http().headers().allValues("Set-Cookie").stream()
        .filter(line -> line.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .replaceAll(";.*", "");
  }

  /** The cookie of a logged-in browser. */
  private static String login() {
    var started = server.send("GET", "/api/v1/auth/login?guild=" + HOME, null, null);
    assertThat(started.status()).isEqualTo(302);
    var consent =
        server.send("GET", started.header("Location") + "&sandbox_user=" + SANNE, null, null);
    var back = URI.create(consent.header("Location"));
    var callback =
        server.send(
            "GET",
            back.getRawPath() + "?" + back.getRawQuery(),
            null,
            null,
            "Cookie",
            cookie(started, "dcm_login"));
    assertThat(callback.status()).as(callback.toString()).isEqualTo(302);
    assertThat(callback.header("Location")).isEqualTo("/g/" + HOME + "/tasks");
    assertThat(callback.http().headers().allValues("Set-Cookie").toString())
        .contains("HttpOnly", "SameSite=Strict", "Path=/");
    return cookie(callback, "dcm_refresh");
  }

  private static HttpTestServer.Reply token(GuildId guild, String cookie) {
    return server.send(
        "POST", in(guild, "/token"), null, null, "Cookie", cookie, "Origin", PUBLIC_ORIGIN);
  }

  private static void matchesOpenApi(String operation, HttpTestServer.Reply reply) {
    assertThat(OpenApi.violations(OpenApi.operations().get(operation), reply)).isEmpty();
  }

  @Test
  void from_the_login_to_a_task_and_out_again() {
    var cookie = login();
    var me = server.send("GET", "/api/v1/me", null, null, "Cookie", cookie);
    assertThat(me.json().at("/user/id").asText()).isEqualTo(SANNE);
    matchesOpenApi("GET /api/v1/me", me);
    var guilds = server.send("GET", "/api/v1/me/guilds", null, null, "Cookie", cookie);
    matchesOpenApi("GET /api/v1/me/guilds", guilds);
    assertThat(guilds.json().get("guilds"))
        .anyMatch(guild ->
            guild.get("id").asText().equals(HOME.toString()) && guild.get("installed").asBoolean());
    server.executeAsSystem(HOME, new SettingsCommand.Deactivate());
    assertThat(
            server
                .send("GET", "/api/v1/me/guilds", null, null, "Cookie", cookie)
                .json()
                .get("guilds"))
        .noneMatch(guild -> guild.get("installed").asBoolean());
    server.observe(HOME, "Studentenhuis");

    var entered = token(HOME, cookie);
    assertThat(entered.status()).as(entered.toString()).isEqualTo(200);
    matchesOpenApi("POST /api/v1/guilds/{gid}/token", entered);
    var next = cookie(entered, "dcm_refresh");
    var token = entered.json().get("token").asText();
    assertThat(
            server
                .send("GET", in(HOME, "/members/@me"), token, null)
                .json()
                .at("/member/locale")
                .textValue())
        .as("as Discord tells it")
        .isEqualTo("nl");
    var made = server.send("POST", in(HOME, "/tasks"), token, "{\"title\":\"first\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    matchesOpenApi("POST /api/v1/guilds/{gid}/tasks", made);

    var loggedOut =
        server.send(
            "POST", "/api/v1/auth/logout", null, null, "Cookie", next, "Origin", PUBLIC_ORIGIN);
    assertThat(loggedOut.status()).isEqualTo(204);
    assertThat(server.send("GET", in(HOME, "/tasks"), token, null).json().get("type").asText())
        .isEqualTo("/problems/signed-out");
    assertThat(token(HOME, next).status()).isEqualTo(401);
  }

  @Test
  void a_repeated_renewal_after_a_lost_response_keeps_the_session() {
    var cookie = login();
    var lost = token(HOME, cookie);
    assertThat(lost.status()).isEqualTo(200);
    // a page that opens now still sends the previous cookie
    assertThat(server.send("GET", "/api/v1/me", null, null, "Cookie", cookie).status())
        .isEqualTo(200);
    var again = token(HOME, cookie);
    assertThat(again.status()).as(again.toString()).isEqualTo(200);
    assertThat(token(HOME, cookie(again, "dcm_refresh")).status()).isEqualTo(200);
  }

  @Test
  void two_concurrent_renewals_both_succeed() throws Exception {
    var cookie = login();
    List<HttpTestServer.Reply> replies;
    try (var tabs = Executors.newFixedThreadPool(2)) {
      Callable<HttpTestServer.Reply> tab = () -> token(HOME, cookie);
      replies = tabs.invokeAll(List.of(tab, tab)).stream().map(Future::resultNow).toList();
    }
    assertThat(replies).extracting(HttpTestServer.Reply::status).containsExactly(200, 200);
    // whichever response the browser read last, its cookie is valid
    for (var reply : replies) {
      assertThat(token(HOME, cookie(reply, "dcm_refresh")).status()).isEqualTo(200);
    }
  }

  @Test
  void a_replaced_cookie_ends_the_session_once_its_successor_was_used() {
    var cookie = login();
    var second = cookie(token(HOME, cookie), "dcm_refresh");
    var third = cookie(token(HOME, second), "dcm_refresh");
    var replayed = token(HOME, cookie);
    assertThat(replayed.status()).isEqualTo(401);
    assertThat(replayed.http().headers().allValues("Set-Cookie"))
        .as("so soon after its renewal the browser may hold a newer cookie")
        .isEmpty();
    var over = token(HOME, third);
    assertThat(over.status()).isEqualTo(401);
    assertThat(over.http().headers().allValues("Set-Cookie").toString()).contains("Max-Age=0");
  }

  @Test
  void a_guild_without_membership_and_an_unknown_guild_look_the_same() {
    var cookie = login();
    var notIn = token(NOT_HERE, cookie);
    assertThat(notIn.status()).isEqualTo(404);
    var nowhere = token(new GuildId(999), cookie(notIn, "dcm_refresh"));
    assertThat(nowhere.status()).isEqualTo(404);
    assertThat(nowhere.json().get("detail")).isEqualTo(notIn.json().get("detail"));
    assertThat(token(HOME, cookie(nowhere, "dcm_refresh")).status()).isEqualTo(200);
  }

  @Test
  void another_sites_page_can_do_nothing_with_the_cookie() {
    var cookie = login();
    for (var headers :
        new String[][] {
          {"Cookie", cookie},
          {"Cookie", cookie, "Origin", "https://evil.example"},
          {"Cookie", cookie, "Origin", "null"},
          {"Cookie", cookie, "Sec-Fetch-Site", "cross-site"},
          {"Cookie", cookie, "Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin"}
        }) {
      for (var path : List.of(in(HOME, "/token"), "/api/v1/auth/logout")) {
        assertThat(server.send("POST", path, null, null, headers).status()).isEqualTo(403);
      }
    }
    assertThat(token(HOME, cookie).status()).isEqualTo(200);
  }

  @Test
  void a_login_started_in_another_browser_or_denied_is_not_completed() {
    var started = server.send("GET", "/api/v1/auth/login?return=//evil.example", null, null);
    var consent =
        server.send("GET", started.header("Location") + "&sandbox_user=" + SANNE, null, null);
    var back = URI.create(consent.header("Location"));
    var withoutCookie =
        server.send("GET", back.getRawPath() + "?" + back.getRawQuery(), null, null);
    assertThat(withoutCookie.header("Location")).isEqualTo("/?error=not-begun-here");
    var denied =
        server.send("GET", "/api/v1/auth/callback?error=access_denied&state=x", null, null);
    assertThat(denied.header("Location")).isEqualTo("/?error=denied");
  }

  @Test
  void while_redis_is_unavailable_tokens_stay_valid_and_login_is_503() throws Exception {
    var cookie = login();
    var token = token(HOME, cookie).json().get("token").asText();
    server.redis.kill();
    try {
      Awaitility.await()
          .untilAsserted(() ->
              assertThat(server.send("GET", "/api/v1/auth/login", null, null).status())
                  .isEqualTo(503));
      assertThat(server.send("GET", "/api/v1/auth/login", null, null).header("Retry-After"))
          .isNotEmpty();
      var read = server.send("GET", in(HOME, "/tasks"), token, null);
      assertThat(read.status()).as(read.toString()).isEqualTo(200);
      assertThat(read.header("RateLimit")).contains("member");
      assertThat(server.send("POST", in(HOME, "/tasks"), token, "{\"title\":\"x\"}").status())
          .isEqualTo(201);
    } finally {
      server.redis.restart();
    }
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(server.send("GET", "/api/v1/auth/login", null, null).status())
                .isEqualTo(302));
  }
}
