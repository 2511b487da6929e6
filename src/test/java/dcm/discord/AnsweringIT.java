package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.wire.Entry;
import dcm.discord.wire.Line;
import dcm.discord.wire.Message;
import dcm.discord.wire.News;
import dcm.discord.wire.Reply;
import dcm.discord.wire.Shard;
import dcm.discord.wire.Wire;
import dcm.redis.RestBudget;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.Seed;
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

class AnsweringIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Reply LATE = new Reply.Say(Message.text("too slow"), true);

  private final List<News> heard = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private ActorTestKit kit;
  private Sandbox sandbox;
  private Wire wire;
  private Line line;
  private volatile Manner manner;
  private volatile long millis;
  private volatile boolean hidden;

  @BeforeEach
  void open(@TempDir Path data) {
    kit =
        ActorTestKit.create(
            "answers",
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
    var answering = new Answering(kit.system(), wire.rest(), new Callbacks(wire.rest()));
    var address = LocalHouse.wait(wire.rest().gateway());
    line =
        wire.connect(
            new Shard(0, 1),
            false,
            new Entry.Begin(address.url(), () -> CompletableFuture.completedFuture(true)),
            (_, news) -> {
              heard.add(news);
              if (news instanceof News.Knock knock) {
                var work = new CompletableFuture<Reply>();
                work.completeOnTimeout(
                    new Reply.Say(Message.text("here it is"), hidden),
                    millis,
                    TimeUnit.MILLISECONDS);
                answering.answer(knock.interaction().ticket(), manner, work, LATE);
              }
            });
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> heard.stream().anyMatch(News.GuildSeen.class::isInstance));
    LocalHouse.wait(
        new MenuBoard(wire.rest(), Menu.commands()).hang(Long.parseLong(sandbox.clientId())));
  }

  @AfterEach
  void close() {
    LocalHouse.wait(line.close());
    LocalHouse.wait(sandbox.close());
    wire.close();
    http.shutdownNow();
    kit.shutdownTestKit();
  }

  @Test
  void what_is_quick_is_answered_directly() throws Exception {
    var seen = help(Manner.HIDDEN, 0);
    assertThat(seen.at("/response/deferred").asBoolean()).isFalse();
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("here it is");
  }

  @Test
  void what_takes_longer_is_deferred_and_then_filled_in() throws Exception {
    var seen = help(Manner.SHOWN, 4000);
    assertThat(seen.has("error")).isFalse();
    assertThat(seen.at("/response/deferred").asBoolean()).isTrue();
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(get("/channels/" + Seed.ALGEMEEN + "/messages").findValuesAsText("content"))
                .contains("here it is"));
  }

  @Test
  void what_fails_late_is_for_the_visitor_alone_although_all_saw_the_deferral() throws Exception {
    hidden = true;
    help(Manner.SHOWN, 2000);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() ->
            assertThat(get("/channels/" + Seed.ALGEMEEN + "/messages?user=" + Seed.SANNE))
                .singleElement()
                .satisfies(message -> {
                  assertThat(message.path("content").asText()).isEqualTo("here it is");
                  assertThat(message.path("ephemeral").asBoolean()).isTrue();
                }));
    assertThat(get("/channels/" + Seed.ALGEMEEN + "/messages?user=" + Seed.MILAN)).isEmpty();
  }

  @Test
  void what_may_not_be_deferred_is_answered_with_less() throws Exception {
    var seen = help(Manner.AT_ONCE, 2500);
    assertThat(seen.at("/response/message/content").asText()).isEqualTo("too slow");
  }

  @Test
  void thirty_answers_at_once_all_come_in_time_although_each_takes_a_while() throws Exception {
    manner = Manner.HIDDEN;
    millis = 0;
    post("/faults", Map.of("kind", "latency", "route", "callback", "ms", 100));
    var all = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (int i = 0; i < 30; i++) {
      all.add(http.sendAsync(helping(), HttpResponse.BodyHandlers.ofString()));
    }
    for (var one : all) {
      var seen = JSON.readTree(one.get(20, TimeUnit.SECONDS).body());
      assertThat(seen.has("error")).as(seen.toString()).isFalse();
    }
  }

  private JsonNode help(Manner how, long after) throws Exception {
    manner = how;
    millis = after;
    return JSON.readTree(http.send(helping(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpRequest helping() throws Exception {
    return request(
        "/guilds/" + Seed.HOUSE + "/commands", Map.of("user", Seed.SANNE, "command", "help"));
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
