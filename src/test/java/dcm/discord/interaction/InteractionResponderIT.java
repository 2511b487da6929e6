package dcm.discord.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.GatewayConnection;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.client.ShardId;
import dcm.discord.registration.SlashCommandRegistrar;
import dcm.discord.registration.SlashCommands;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.store.InitialState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("Discord's 3 s are real ones: a busy machine is not what it tests")
class InteractionResponderIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final InteractionReply FALLBACK =
      new InteractionReply.NewMessage(Message.text("too slow"), true);

  private final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private Sandbox sandbox;
  private DiscordClient client;
  private GatewayConnection connection;
  private volatile ResponseMode mode;
  private volatile long delayMillis;
  private volatile boolean ephemeral;

  @BeforeEach
  void open(@TempDir Path data) {
    kit =
        ActorTestKit.create(
            "answers",
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
    var responder =
        new InteractionResponder(kit.system(), client.rest(), new InitialResponses(client.rest()));
    var info = BotTestKit.join(client.rest().gateway());
    connection =
        client.connect(
            new ShardId(0, 1),
            false,
            new GatewayConnection.Login.Identify(
                info.url(), () -> CompletableFuture.completedFuture(true)),
            (_, event) -> {
              events.add(event);
              if (event instanceof GatewayEvent.InteractionCreated created) {
                var work = new CompletableFuture<InteractionReply>();
                work.completeOnTimeout(
                    new InteractionReply.NewMessage(Message.text("here it is"), ephemeral),
                    delayMillis,
                    TimeUnit.MILLISECONDS);
                responder.respond(created.interaction().token(), mode, work, FALLBACK);
              }
            });
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> events.stream().anyMatch(GatewayEvent.GuildAvailable.class::isInstance));
    BotTestKit.join(
        new SlashCommandRegistrar(client.rest(), SlashCommands.commands())
            .registerIfChanged(Long.parseLong(sandbox.clientId())));
  }

  @AfterEach
  void close() {
    BotTestKit.join(connection.close());
    BotTestKit.join(sandbox.close());
    client.close();
    http.shutdownNow();
    kit.shutdownTestKit();
  }

  @Test
  void a_quick_reply_is_sent_directly() throws Exception {
    var seen = runHelp(ResponseMode.EPHEMERAL, 0);
    assertThat(seen.at("/response/deferred").asBoolean()).isFalse();
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("here it is");
  }

  @Test
  void a_slow_reply_is_deferred_and_then_filled_in() throws Exception {
    var seen = runHelp(ResponseMode.PUBLIC, 4000);
    assertThat(seen.has("error")).isFalse();
    assertThat(seen.at("/response/deferred").asBoolean()).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    get("/channels/" + InitialState.ALGEMEEN + "/messages")
                        .findValuesAsText("content"))
                .contains("here it is"));
  }

  @Test
  void a_late_failure_is_ephemeral_although_the_deferral_was_public() throws Exception {
    ephemeral = true;
    runHelp(ResponseMode.PUBLIC, 2000);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(
                    get(
                        "/channels/"
                            + InitialState.ALGEMEEN
                            + "/messages?user="
                            + InitialState.SANNE))
                .singleElement()
                .satisfies(message -> {
                  assertThat(message.path("content").asText()).isEqualTo("here it is");
                  assertThat(message.path("ephemeral").asBoolean()).isTrue();
                }));
    assertThat(get("/channels/" + InitialState.ALGEMEEN + "/messages?user=" + InitialState.MILAN))
        .isEmpty();
  }

  @Test
  void a_late_reply_that_cannot_be_deferred_is_replaced_by_the_fallback() throws Exception {
    var seen = runHelp(ResponseMode.IMMEDIATE, 2500);
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("too slow");
  }

  @Test
  void thirty_slow_responses_at_once_all_arrive_in_time() throws Exception {
    mode = ResponseMode.EPHEMERAL;
    delayMillis = 0;
    post("/faults", Map.of("kind", "latency", "route", "callback", "ms", 100));
    var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 30; i++) {
      all.add(http.sendAsync(helpRequest(), HttpResponse.BodyHandlers.ofString()));
    }
    for (var one : all) {
      var seen = JSON.readTree(one.get(20, TimeUnit.SECONDS).body());
      assertThat(seen.has("error")).as(seen.toString()).isFalse();
    }
  }

  private JsonNode runHelp(ResponseMode responseMode, long delay) throws Exception {
    mode = responseMode;
    delayMillis = delay;
    return JSON.readTree(http.send(helpRequest(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest helpRequest() throws Exception {
    return request(
        "/guilds/" + InitialState.HOUSE + "/commands",
        Map.of("user", InitialState.SANNE, "command", "help"));
  }

  private JsonNode post(String path, Object body) throws Exception {
    var response = http.send(request(path, body), HttpResponse.BodyHandlers.ofString());
    return JSON.readTree(response.body());
  }

  private JsonNode get(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path)).build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest request(String path, Object body) throws Exception {
    return HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
        .build();
  }
}
