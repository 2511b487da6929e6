package dcm.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dcm.auth.UserAgent;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.MembersIntent;
import dcm.discord.client.ShardId;
import dcm.discord.interaction.BotTestKit;
import dcm.discord.sync.GuildSynchronizer;
import dcm.guild.value.GuildId;
import dcm.guild.value.RoleId;
import dcm.redis.GatewaySessionStore;
import dcm.redis.IdentifyLocks;
import dcm.redis.RestBudget;
import dcm.redis.TestRedis;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.store.InitialState;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
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

/** The session after failures of the connection, the process, Redis and Discord. */
@Execution(ExecutionMode.CONCURRENT)
class GatewayShardIT {
  private static final int LOGINS = 1000;
  private static final int MANY_GUILDS = 450;
  private static final String SESSION = "discord:session:0";

  private final HttpClient http = HttpClient.newHttpClient();
  private final MembersIntent membersIntent = new MembersIntent(true);
  private ActorTestKit discord;
  private Sandbox sandbox;
  private TestRedis redis;
  private BotProcess process;

  /** One process with its own actors and client, and the events that its synchronizer receives. */
  private final class BotProcess {
    final ActorTestKit kit = kit("process");
    final DiscordClient client =
        new DiscordClient(
            sandbox.url().toString(),
            sandbox.botToken(),
            new RestBudget(redis.client(), () -> 1),
            UserAgent.of("http://127.0.0.1"));
    final List<GatewayEvent> events = new CopyOnWriteArrayList<>();
    final AtomicInteger logins = new AtomicInteger();
    final ShardStatus status = new ShardStatus();
    final ActorRef<GatewayShard.Message> gatewayShard =
        kit.spawn(
            GatewayShard.create(
                client,
                new ShardId(0, 1),
                membersIntent,
                _ -> {},
                _ -> logins.incrementAndGet(),
                Behaviors.receiveMessage(message -> {
                  if (message instanceof GuildSynchronizer.EventReceived event) {
                    events.add(event.event());
                  }
                  return Behaviors.same();
                }),
                new GatewaySessionStore(redis.client()),
                new IdentifyRateLimiter(client.rest(), new IdentifyLocks(redis.client())),
                status));

    /** Stops the process in order. */
    void stop() {
      var probe = kit.createTestProbe();
      gatewayShard.tell(GatewayShard.Stop.NOW);
      probe.expectTerminated(gatewayShard, Duration.ofSeconds(10));
      terminate();
    }

    void terminate() {
      kit.shutdownTestKit();
      client.close();
    }
  }

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    redis = TestRedis.start();
    discord = kit("discord");
    sandbox =
        BotTestKit.join(
            Sandbox.open(
                discord.system(), new SandboxSettings(true, 0, data, null, List.of(), LOGINS)));
    fault(Map.of("kind", "free-identify"));
    process = new BotProcess();
    eventually(() ->
        assertThat(process.events).hasAtLeastOneElementOfType(GatewayEvent.MembersUpdated.class));
    eventually(() -> assertThat(redis.keys()).contains(SESSION));
  }

  @AfterEach
  void close() throws Exception {
    process.terminate();
    BotTestKit.join(sandbox.close());
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
  void the_next_process_resumes_and_receives_what_happened_meanwhile() throws Exception {
    int before = identifies();
    process.stop();
    promote(InitialState.DAAN);

    process = new BotProcess();
    eventually(() ->
        assertThat(process.events)
            .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
            .anyMatch(event -> isPromoted((GatewayEvent.MembersUpdated) event)));
    // and the guilds, which a resumed session does not send
    eventually(() ->
        assertThat(process.events)
            .filteredOn(GatewayEvent.GuildAvailable.class::isInstance)
            .extracting(event -> ((GatewayEvent.GuildAvailable) event).guild())
            .contains(GuildId.of(InitialState.HOUSE)));
    assertThat(process.logins).hasValue(1);
    assertThat(identifies()).isEqualTo(before);
    assertThat(redis.ttlMillis(SESSION)).isBetween(1L, GatewaySessionStore.SESSION_TTL.toMillis());
  }

  @Test
  void a_process_that_was_killed_is_succeeded_without_a_login_too() throws Exception {
    int before = identifies();
    process.terminate();
    process = new BotProcess();
    eventually(() ->
        assertThat(process.events).hasAtLeastOneElementOfType(GatewayEvent.GuildAvailable.class));
    assertThat(identifies()).isEqualTo(before);
  }

  @Test
  void disconnects_in_a_row_are_resumed_within_seconds() throws Exception {
    int before = identifies();
    long began = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      breakConnection();
    }
    promote(InitialState.NOOR);
    eventually(() ->
        assertThat(process.events)
            .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
            .anyMatch(event -> isPromoted((GatewayEvent.MembersUpdated) event)));
    // each delay is 0 to 2 s; a login would have taken longer than all of them
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(identifies()).isEqualTo(before);
  }

  /** Discord4J queues at most 256 frames, and Discord closes a connection after 120 a minute. */
  @Test
  void hundreds_of_guilds_at_once_are_all_forwarded_and_do_not_break_the_connection()
      throws Exception {
    int before = identifies();
    for (int i = 0; i < MANY_GUILDS; i++) {
      var guild =
          Map.of(
              "id",
              Long.toString(1_310_000_000_000_000_000L + i),
              "name",
              "Guild " + i,
              "members",
              List.of(Map.of("id", InitialState.DAAN, "name", "Daan", "owner", true)));
      send("POST", "/guilds", guild);
    }
    eventually(() ->
        assertThat(
                process.events.stream()
                    .filter(GatewayEvent.GuildAvailable.class::isInstance)
                    .count())
            .isGreaterThanOrEqualTo(MANY_GUILDS));
    int waiting = process.status.memberRequests();
    assertThat(waiting).isGreaterThan(MANY_GUILDS / 2);
    // members are requested guild by guild, and the connection remains
    eventually(() -> assertThat(process.status.memberRequests()).isLessThan(waiting - 3));
    assertThat(process.status.connection().connected()).isTrue();
    assertThat(identifies()).isEqualTo(before);
    breakConnection();
    int previous = process.status.memberRequests();
    // unanswered requests are repeated after the disconnect, but not all at once
    eventually(() -> assertThat(process.status.memberRequests()).isPositive().isLessThan(previous));
  }

  @Test
  void a_session_that_discord_forgot_is_replaced_by_a_new_one() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "invalid-session"));
    eventually(() -> assertThat(identifies()).isEqualTo(before + 1));
    eventually(() -> assertThat(process.logins).hasValue(2));
  }

  @Test
  void a_session_with_another_intent_is_not_resumed() throws Exception {
    int before = identifies();
    process.stop();
    membersIntent.disable();
    process = new BotProcess();
    eventually(() -> assertThat(process.logins).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void an_inherited_session_that_discord_forgot_is_replaced_by_a_new_one() throws Exception {
    int before = identifies();
    process.stop();
    var sessions = new GatewaySessionStore(redis.client());
    BotTestKit.join(sessions.claim(0, "test"));
    BotTestKit.join(
        sessions.save(
            0,
            "test",
            new GatewaySessionStore.StoredSession(
                "forgotten", 1, 7, sandbox.url().toString().replace("http", "ws"), true, 1, 2)));
    process = new BotProcess();
    eventually(() -> assertThat(process.logins).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void a_session_of_another_number_of_shards_is_not_resumed() throws Exception {
    int before = identifies();
    process.stop();
    var sessions = new GatewaySessionStore(redis.client());
    var previous = BotTestKit.join(sessions.claim(0, "test"));
    BotTestKit.join(
        sessions.save(
            0,
            "test",
            new GatewaySessionStore.StoredSession(
                previous.id(),
                2,
                previous.sequence(),
                previous.resumeUrl(),
                previous.membersIntent(),
                previous.applicationId(),
                previous.userId())));
    process = new BotProcess();
    eventually(() -> assertThat(process.logins).hasValue(1));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void a_superseded_owner_releases_the_shard() throws Exception {
    int before = identifies();
    var former = process;
    process = new BotProcess();
    try {
      eventually(() ->
          assertThat(process.events).hasAtLeastOneElementOfType(GatewayEvent.GuildAvailable.class));
      // both processes run now; only one of them may receive events
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(20))
          .until(() -> identifies() == before);
      int eventCount = former.events.size();
      promote(InitialState.NOOR);
      eventually(() ->
          assertThat(process.events)
              .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
              .anyMatch(event -> isPromoted((GatewayEvent.MembersUpdated) event)));
      assertThat(former.events).hasSize(eventCount);
      assertThat(identifies()).isEqualTo(before);
    } finally {
      former.terminate();
    }
  }

  @Test
  void without_redis_sessions_continue_but_no_identify_is_sent() throws Exception {
    int before = identifies();
    redis.kill();
    fault(Map.of("kind", "drop-tcp"));
    promote(InitialState.NOOR);
    eventually(() ->
        assertThat(process.events)
            .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
            .anyMatch(event -> isPromoted((GatewayEvent.MembersUpdated) event)));
    fault(Map.of("kind", "invalid-session"));
    await()
        .during(Duration.ofSeconds(8))
        .atMost(Duration.ofSeconds(12))
        .until(() -> identifies() == before);
    redis.restart();
    eventually(() -> assertThat(process.logins).hasValue(2));
    assertThat(identifies()).isEqualTo(before + 1);
  }

  @Test
  void when_discord_asks_to_reconnect_the_session_continues() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "reconnect"));
    promote(InitialState.NOOR);
    eventually(() ->
        assertThat(process.events)
            .filteredOn(GatewayEvent.MembersUpdated.class::isInstance)
            .anyMatch(event -> isPromoted((GatewayEvent.MembersUpdated) event)));
    assertThat(identifies()).isEqualTo(before);
  }

  @Test
  void a_rejected_token_is_not_tried_again() throws Exception {
    int before = identifies();
    fault(Map.of("kind", "close", "code", 4004));
    promote(InitialState.NOOR);
    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(9))
        .until(() ->
            identifies() == before
                && process.events.stream()
                    .noneMatch(event ->
                        event instanceof GatewayEvent.MembersUpdated update && isPromoted(update)));
  }

  @Test
  void without_the_members_intent_the_shard_logs_in_again_without_it() throws Exception {
    fault(Map.of("kind", "close", "code", 4014));
    eventually(() -> assertThat(process.logins).hasValue(2));
    assertThat(membersIntent.isEnabled()).isFalse();
  }

  /** Cuts the connection and waits for the next one. */
  private void breakConnection() throws Exception {
    var before = process.status.connection();
    assertThat(before.connected()).isTrue();
    fault(Map.of("kind", "drop-tcp"));
    eventually(() ->
        assertThat(process.status.connection())
            .isNotEqualTo(before)
            .matches(ShardStatus.Connection::connected));
  }

  private static boolean isPromoted(GatewayEvent.MembersUpdated update) {
    return update.members().stream()
        .anyMatch(member ->
            !member.id().toString().equals(InitialState.SANNE)
                && member.roles().contains(RoleId.of(InitialState.SCHOONMAAKBAAS)));
  }

  private void promote(String user) throws Exception {
    send(
        "PATCH",
        "/guilds/" + InitialState.HOUSE + "/members/" + user,
        Map.of("roles", List.of(InitialState.SCHOONMAAKBAAS)));
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
    return LOGINS - BotTestKit.join(process.client.rest().gateway()).remainingIdentifies();
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
