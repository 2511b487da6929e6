package dcm.discord.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.registration.SlashCommandRegistrar;
import dcm.discord.registration.SlashCommands;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.store.InitialState;
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

/** Interactions by HTTP, answered in the same request or after it. */
class InteractionsEndpointIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PING = "{\"type\":1}";

  private final HttpClient http = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private Sandbox sandbox;
  private DiscordClient client;
  private HttpServer server;
  private InteractionsEndpoint interactionsEndpoint;
  private volatile ResponseMode mode = ResponseMode.PUBLIC;
  private volatile long delayMillis;
  private volatile String content = "the first";

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    kit =
        ActorTestKit.create(
            "interactions",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    sandbox =
        BotTestKit.join(
            Sandbox.open(kit.system(), new SandboxSettings(true, 0, data, null, List.of(), 1000)));
    client =
        new DiscordClient(
            sandbox.url().toString(),
            sandbox.botToken(),
            RestBudget.standalone(),
            UserAgent.of("http://127.0.0.1"));
    var initialResponses = new InitialResponses(client.rest());
    var responder = new InteractionResponder(kit.system(), client.rest(), initialResponses);
    interactionsEndpoint =
        new InteractionsEndpoint(
            InteractionVerifier.of(sandbox.publicKey()),
            client,
            interaction -> respond(responder, interaction),
            initialResponses,
            Clock.systemUTC());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::forward);
    server.start();
    BotTestKit.join(
        new SlashCommandRegistrar(client.rest(), SlashCommands.commands())
            .registerIfChanged(Long.parseLong(sandbox.clientId())));
    // Discord verifies an endpoint: PONG, and 401 for a wrong and a missing signature
    var url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    var taken = send("PATCH", "/application", Map.of("interactions_endpoint_url", url));
    assertThat(taken.at("/interactions_endpoint_url").asText()).as(taken.toString()).isEqualTo(url);
    // the first interaction loads classes; these tests are about the later ones
    await().atMost(Duration.ofSeconds(30)).until(() -> !help().has("error"));
    content = "here it is";
  }

  @AfterEach
  void close() {
    server.stop(0);
    BotTestKit.join(sandbox.close());
    client.close();
    http.shutdownNow();
    kit.shutdownTestKit();
  }

  private void respond(InteractionResponder responder, Interaction interaction) {
    var work = new CompletableFuture<InteractionReply>();
    work.completeOnTimeout(
        new InteractionReply.NewMessage(Message.text(content), false),
        delayMillis,
        TimeUnit.MILLISECONDS);
    responder.respond(
        interaction.token(),
        mode,
        work,
        new InteractionReply.NewMessage(Message.text("too slow"), true));
  }

  private void forward(HttpExchange call) throws IOException {
    var answer =
        BotTestKit.join(
            interactionsEndpoint.handle(
                call.getRequestHeaders().getFirst("X-Signature-Ed25519"),
                call.getRequestHeaders().getFirst("X-Signature-Timestamp"),
                call.getRequestBody().readAllBytes()));
    var bytes = answer.json().getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  @Test
  void a_quick_reply_is_the_response_of_the_request() throws Exception {
    var seen = help();
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("here it is");
    assertThat(send("GET", "/requests", null).findValuesAsText("path"))
        .noneMatch(path -> path.contains("/callback"));
  }

  @Test
  void a_slow_reply_is_deferred_and_then_filled_in() throws Exception {
    delayMillis = 2500;
    var seen = help();
    assertThat(seen.has("error")).as(seen.toString()).isFalse();
    filledIn();
  }

  @Test
  void a_reply_that_overtakes_the_deferral_arrives() throws Exception {
    delayMillis = 1505;
    assertThat(help().has("error")).isFalse();
    filledIn();
  }

  private void filledIn() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    send("GET", "/channels/" + InitialState.ALGEMEEN + "/messages", null)
                        .findValuesAsText("content"))
                .contains("here it is"));
  }

  @Test
  void a_late_reply_that_cannot_be_deferred_is_replaced_by_the_fallback() throws Exception {
    mode = ResponseMode.IMMEDIATE;
    delayMillis = 2500;
    assertThat(help().at("/response/message/content").asText()).isEqualTo("too slow");
  }

  @Test
  void requests_without_discords_signature_are_rejected() {
    var now = Long.toString(Instant.now().getEpochSecond());
    for (var signature : new String[] {null, "", "zz", "00".repeat(64), "00".repeat(63)}) {
      assertThat(post(signature, now, PING)).as(signature).isEqualTo(401);
    }
    assertThat(post("00".repeat(64), null, PING)).isEqualTo(401);
    assertThat(post("00".repeat(64), "yesterday", PING)).isEqualTo(401);
    assertThat(post("00".repeat(64), Long.toString(Long.MAX_VALUE), PING)).isEqualTo(401);
  }

  private int post(String signature, String timestamp, String body) {
    return BotTestKit.join(
            interactionsEndpoint.handle(
                signature, timestamp, body.getBytes(StandardCharsets.UTF_8)))
        .status();
  }

  private JsonNode help() throws Exception {
    return send(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/commands",
        Map.of("user", InitialState.SANNE, "command", "help"));
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
