package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.wire.Interaction;
import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.wire.Wire;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.Seed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interactions that come by HTTP, answered in the same request or after it. */
class HttpDoorIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PING = "{\"type\":1}";

  private final HttpClient http = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private Sandbox sandbox;
  private Wire wire;
  private HttpServer endpoint;
  private HttpDoor door;
  private volatile Manner manner = Manner.SHOWN;
  private volatile long millis;
  private volatile String words = "the first";

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    kit =
        ActorTestKit.create(
            "door",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    sandbox =
        LocalHouse.wait(
            Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 1000)));
    wire =
        new Wire(
            sandbox.url().toString(),
            sandbox.botToken(),
            RestBudget.beside(),
            UserAgent.of("http://127.0.0.1"));
    var callbacks = new Callbacks(wire.rest());
    var answering = new Answering(kit.system(), wire.rest(), callbacks);
    door =
        new HttpDoor(
            InteractionKey.of(sandbox.publicKey()),
            wire,
            interaction -> work(answering, interaction),
            callbacks,
            Clock.systemUTC());
    endpoint = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endpoint.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    endpoint.createContext("/", this::pass);
    endpoint.start();
    LocalHouse.wait(
        new MenuBoard(wire.rest(), Menu.commands()).hang(Long.parseLong(sandbox.clientId())));
    // Discord tries it out: PONG, and 401 for a wrong and a missing signature
    var url = "http://127.0.0.1:" + endpoint.getAddress().getPort() + "/";
    var taken = send("PATCH", "/application", Map.of("interactions_endpoint_url", url));
    assertThat(taken.at("/interactions_endpoint_url").asText()).as(taken.toString()).isEqualTo(url);
    // the first one loads the classes that read interactions: these tests are about the others
    await().atMost(Duration.ofSeconds(30)).until(() -> !help().has("error"));
    words = "here it is";
  }

  @AfterEach
  void close() {
    endpoint.stop(0);
    LocalHouse.wait(sandbox.close());
    wire.close();
    http.shutdownNow();
    kit.shutdownTestKit();
  }

  private void work(Answering answering, Interaction interaction) {
    var work = new CompletableFuture<Reply>();
    work.completeOnTimeout(
        new Reply.Say(Message.text(words), false), millis, TimeUnit.MILLISECONDS);
    answering.answer(
        interaction.ticket(), manner, work, new Reply.Say(Message.text("too slow"), true));
  }

  private void pass(HttpExchange call) throws IOException {
    var answer =
        LocalHouse.wait(
            door.knock(
                call.getRequestHeaders().getFirst("X-Signature-Ed25519"),
                call.getRequestHeaders().getFirst("X-Signature-Timestamp"),
                call.getRequestBody().readAllBytes()));
    var bytes = answer.json().getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  @Test
  void what_is_quick_is_answered_in_the_request_itself() throws Exception {
    var seen = help();
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("here it is");
    assertThat(send("GET", "/requests", null).findValuesAsText("path"))
        .noneMatch(path -> path.contains("/callback"));
  }

  @Test
  void what_takes_longer_is_deferred_and_then_filled_in() throws Exception {
    millis = 2500;
    var seen = help();
    assertThat(seen.has("error")).as(seen.toString()).isFalse();
    filledIn();
  }

  @Test
  void what_follows_the_deferral_at_once_arrives_although_it_may_overtake_it() throws Exception {
    millis = 1505;
    assertThat(help().has("error")).isFalse();
    filledIn();
  }

  private void filledIn() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    send("GET", "/channels/" + Seed.ALGEMEEN + "/messages", null)
                        .findValuesAsText("content"))
                .contains("here it is"));
  }

  @Test
  void what_may_not_be_deferred_is_answered_with_less() throws Exception {
    manner = Manner.AT_ONCE;
    millis = 2500;
    assertThat(help().at("/response/message/content").asText()).isEqualTo("too slow");
  }

  @Test
  void nobody_but_discord_gets_in() {
    var now = Long.toString(Instant.now().getEpochSecond());
    for (var signature : new String[] {null, "", "zz", "00".repeat(64), "00".repeat(63)}) {
      assertThat(knock(signature, now, PING)).as(signature).isEqualTo(401);
    }
    assertThat(knock("00".repeat(64), null, PING)).isEqualTo(401);
    assertThat(knock("00".repeat(64), "yesterday", PING)).isEqualTo(401);
    assertThat(knock("00".repeat(64), Long.toString(Long.MAX_VALUE), PING)).isEqualTo(401);
  }

  private int knock(String signature, String timestamp, String body) {
    return LocalHouse.wait(door.knock(signature, timestamp, body.getBytes(StandardCharsets.UTF_8)))
        .status();
  }

  private JsonNode help() throws Exception {
    return send(
        "POST",
        "/guilds/" + Seed.HOUSE + "/commands",
        Map.of("user", Seed.SANNE, "command", "help"));
  }

  private JsonNode send(String method, String path, Object body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
