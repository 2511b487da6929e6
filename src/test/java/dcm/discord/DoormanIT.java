package dcm.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.wire.News;
import dcm.discord.wire.Shard;
import dcm.discord.wire.Wire;
import dcm.guild.GuildId;
import dcm.guild.RoleId;
import dcm.redis.GatewayLogins;
import dcm.redis.GatewaySession;
import dcm.redis.GatewaySessions;
import dcm.redis.RestBudget;
import dcm.redis.TestRedis;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.Seed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What becomes of the session when the line, the process or Discord's patience breaks. */
@Execution(ExecutionMode.CONCURRENT)
class DoormanIT {
  private static final int LOGINS = 1000;
  private static final int MANY_GUILDS = 450;
  private static final String SESSION = "discord:session:0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicBoolean members = new AtomicBoolean(true);
  private ActorTestKit discord;
  private Sandbox sandbox;
  private TestRedis redis;
  private OneProcess process;

  /** One process: its own actors, its own wire, and what its registrar hears. */
  private final class OneProcess {
    final ActorTestKit kit = kit("process");
    final Wire wire =
        new Wire(
            sandbox.url().toString(),
            sandbox.botToken(),
            new RestBudget(redis.client(), () -> 1),
            UserAgent.of("http://127.0.0.1"));
    final List<News> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger welcomes = new AtomicInteger();
    final ShardStatus status = new ShardStatus();
    final ActorRef<Doorman.Message> doorman =
        kit.spawn(
            Doorman.create(
                wire,
                new Shard(0, 1),
                members,
                _ -> {},
                _ -> welcomes.incrementAndGet(),
                Behaviors.receiveMessage(message -> {
                  if (message instanceof Registrar.Heard news) {
                    heard.add(news.news());
                  }
                  return Behaviors.same();
                }),
                new GatewaySessions(redis.client()),
                new IdentifyTurns(wire.rest(), new GatewayLogins(redis.client())),
                status));

    /** As when the process is told to end. */
    void leave() {
      var probe = kit.createTestProbe();
      doorman.tell(Doorman.Leave.NOW);
      probe.expectTerminated(doorman, Duration.ofSeconds(10));
      end();
    }

    void end() {
      kit.shutdownTestKit();
      wire.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    redis = TestRedis.start();
    discord = kit("discord");
    sandbox =
        LocalHouse.wait(
            Sandbox.open(
                discord.system(), new SandboxSettings(true, 0, data, null, List.of(), LOGINS)));
    fault(Map.of("kind", "free-identify"));
    process = new OneProcess();
    eventually(() -> assertThat(process.heard).hasAtLeastOneElementOfType(News.PeopleSeen.class));
    eventually(() -> assertThat(redis.keys()).contains(SESSION));
  }

  @AfterEach
  void close() throws Exception {
    process.end();
    LocalHouse.wait(sandbox.close());
    discord.shutdownTestKit();
    redis.close();
    http.shutdownNow();
  }

  private static ActorTestKit kit(String name) {
    return ActorTestKit.create(
        name,
        ConfigFactory.parseString(
                "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
            .withFallback(ConfigFactory.load()));
  }

  @Test
  void the_next_process_resumes_and_hears_what_happened_meanwhile() throws Exception {
    int before = identifies();
    process.leave();
    promote(Seed.DAAN);

    process = new OneProcess();
    eventually(() ->
        assertThat(process.heard)
            .filteredOn(News.PeopleSeen.class::isInstance)
            .anyMatch(news -> isPromoted((News.PeopleSeen) news)));
    // and of the guilds, which a resumed session does not tell of by itself
    eventually(() ->
        assertThat(process.heard)
            .filteredOn(News.GuildSeen.class::isInstance)
            .extracting(news -> ((News.GuildSeen) news).guild())
            .contains(GuildId.of(Seed.HOUSE)));
    assertThat(process.welcomes).hasValue(1);
    assertThat(identifies()).isEqualTo(before);
    assertThat(redis.life(SESSION)).isBetween(1L, GatewaySessions.LIFE.toMillis());
  }

  @Test
  void a_process_that_was_killed_is_succeeded_without_a_login_too() throws Exception {
    int before = identifies();
    process.end();
    process = new OneProcess();
    eventually(() -> assertThat(process.heard).hasAtLeastOneElementOfType(News.GuildSeen.class));
    assertThat(identifies()).isEqualTo(before);
  }

  @Test
  void breaks_in_a_row_are_mended_by_the_session_and_cost_seconds() throws Exception {
    int before = identifies();
    long began = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      breakLine();
    }
    promote(Seed.NOOR);
    eventually(() ->
        assertThat(process.heard)
            .filteredOn(News.PeopleSeen.class::isInstance)
            .anyMatch(news -> isPromoted((News.PeopleSeen) news)));
    // the waits are 0 to 2 s each, a login would have waited longer than all of them
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(identifies()).isEqualTo(before);
  }

  /** Discord4J takes no more than 256 requests that wait, and Discord ends a line with 120. */
  @Test
  void hundreds_of_guilds_at_once_are_all_told_and_do_not_break_the_line() throws Exception {
    int before = identifies();
    for (int i = 0; i < MANY_GUILDS; i++) {
      var guild =
          Map.of(
              "id",
              Long.toString(1_310_000_000_000_000_000L + i),
              "name",
              "Guild " + i,
              "members",
              List.of(Map.of("id", Seed.DAAN, "name", "Daan", "owner", true)));
      send("POST", "/guilds", guild);
    }
    eventually(() ->
        assertThat(process.heard.stream().filter(News.GuildSeen.class::isInstance).count())
            .isGreaterThanOrEqualTo(MANY_GUILDS));
    int waiting = process.status.memberRequests();
    assertThat(waiting).isGreaterThan(MANY_GUILDS / 2);
    // guilds are asked for one by one, and the line holds
    eventually(() -> assertThat(process.status.memberRequests()).isLessThan(waiting - 3));
    assertThat(process.status.connection().connected()).isTrue();
    assertThat(identifies()).isEqualTo(before);
    breakLine();
    int left = process.status.memberRequests();
    // what was asked before the break and not answered is not lost, nor asked for all at once
    eventually(() -> assertThat(process.status.memberRequests()).isPositive().isLessThan(left));
  }

  @Test
  void a_session_that_discord_forgot_is_begun_anew() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "invalid-session"));
    eventually(() -> assertThat(identifies()).isEqualTo(before + 1));
    eventually(() -> assertThat(process.welcomes).hasValue(2));
  }

  @Test
  void a_session_with_another_intent_is_not_taken_up() throws Exception {
    int before = identifies();
    process.leave();
    members.set(false);
    process = new OneProcess();
    eventually(() -> assertThat(process.welcomes).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void what_the_process_before_left_is_begun_anew_when_discord_has_forgotten_it() throws Exception {
    int before = identifies();
    process.leave();
    var sessions = new GatewaySessions(redis.client());
    LocalHouse.wait(sessions.claim(0, "test"));
    LocalHouse.wait(
        sessions.keep(
            0,
            "test",
            new GatewaySession(
                "forgotten", 1, 7, sandbox.url().toString().replace("http", "ws"), true, 1, 2)));
    process = new OneProcess();
    eventually(() -> assertThat(process.welcomes).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void a_session_of_another_number_of_shards_is_not_taken_up() throws Exception {
    int before = identifies();
    process.leave();
    var sessions = new GatewaySessions(redis.client());
    var left = LocalHouse.wait(sessions.claim(0, "test"));
    LocalHouse.wait(
        sessions.keep(
            0,
            "test",
            new GatewaySession(
                left.id(),
                2,
                left.sequence(),
                left.resumeUrl(),
                left.members(),
                left.application(),
                left.user())));
    process = new OneProcess();
    eventually(() -> assertThat(process.welcomes).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void who_was_thought_dead_lets_go_of_the_shard() throws Exception {
    int before = identifies();
    var former = process;
    process = new OneProcess();
    try {
      eventually(() -> assertThat(process.heard).hasAtLeastOneElementOfType(News.GuildSeen.class));
      // both are alive now; only one of them may hear what happens
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(20))
          .until(() -> identifies() == before);
      int heard = former.heard.size();
      promote(Seed.NOOR);
      eventually(() ->
          assertThat(process.heard)
              .filteredOn(News.PeopleSeen.class::isInstance)
              .anyMatch(news -> isPromoted((News.PeopleSeen) news)));
      assertThat(former.heard).hasSize(heard);
      assertThat(identifies()).isEqualTo(before);
    } finally {
      former.end();
    }
  }

  @Test
  void without_redis_sessions_go_on_but_nobody_logs_in() throws Exception {
    int before = identifies();
    redis.kill();
    fault(Map.of("kind", "drop-tcp"));
    promote(Seed.NOOR);
    eventually(() ->
        assertThat(process.heard)
            .filteredOn(News.PeopleSeen.class::isInstance)
            .anyMatch(news -> isPromoted((News.PeopleSeen) news)));
    fault(Map.of("kind", "invalid-session"));
    await()
        .during(Duration.ofSeconds(8))
        .atMost(Duration.ofSeconds(12))
        .until(() -> identifies() == before);
    redis.startAgain();
    eventually(() -> assertThat(process.welcomes).hasValue(2));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void when_discord_asks_to_reconnect_the_session_goes_on() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "reconnect"));
    promote(Seed.NOOR);
    eventually(() ->
        assertThat(process.heard)
            .filteredOn(News.PeopleSeen.class::isInstance)
            .anyMatch(news -> isPromoted((News.PeopleSeen) news)));
    assertThat(identifies()).isEqualTo(before);
  }

  @Test
  void a_token_that_is_refused_is_not_tried_again() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "close", "code", 4004));
    promote(Seed.NOOR);
    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(9))
        .until(() ->
            identifies() == before
                && process.heard.stream()
                    .noneMatch(news -> news instanceof News.PeopleSeen seen && isPromoted(seen)));
  }

  @Test
  void without_the_members_intent_it_goes_on_with_less() throws Exception {
    fault(Map.of("kind", "close", "code", 4014));
    eventually(() -> assertThat(process.welcomes).hasValue(2));
    assertThat(members).isFalse();
  }

  /** Cuts the connection and waits until the next one stands. */
  private void breakLine() throws Exception {
    var before = process.status.connection();
    assertThat(before.connected()).isTrue();
    fault(Map.of("kind", "drop-tcp"));
    eventually(() ->
        assertThat(process.status.connection())
            .isNotEqualTo(before)
            .matches(ShardStatus.Connection::connected));
  }

  private static boolean isPromoted(News.PeopleSeen seen) {
    return seen.people().stream()
        .anyMatch(person ->
            !person.id().toString().equals(Seed.SANNE)
                && person.roles().contains(RoleId.of(Seed.SCHOONMAAKBAAS)));
  }

  private void promote(String user) throws Exception {
    send(
        "PATCH",
        "/guilds/" + Seed.HOUSE + "/members/" + user,
        Map.of("roles", List.of(Seed.SCHOONMAAKBAAS)));
  }

  private void fault(Map<String, ?> fault) throws Exception {
    send("POST", "/faults", fault);
  }

  private void send(String method, String path, Object body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                HttpRequest.BodyPublishers.ofString(new ObjectMapper().writeValueAsString(body)))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isIn(200, 201);
  }

  private int identifies() {
    return LOGINS - LocalHouse.wait(process.wire.rest().gateway()).remaining();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
