package dcm.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dcm.LongRun;
import dcm.auth.UserAgent;
import dcm.discord.Bot;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.MembersIntent;
import dcm.discord.client.ShardId;
import dcm.discord.interaction.BotTestKit;
import dcm.discord.sync.GuildSynchronizer;
import dcm.guild.value.GuildId;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Gateway shards on several nodes that leave and crash: their sessions continue at Discord. */
@Execution(ExecutionMode.CONCURRENT)
class ShardHandoverIT {
  private static final int LOGINS = 1000;
  private static final int SHARDS = 4;
  private static final int MIN_HANDOVERS = LongRun.or(20, 6);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<BotNode> nodes = new ArrayDeque<>();

  /** Number of started shard actors. */
  private final AtomicInteger started = new AtomicInteger();

  /** Observed members, as {@code <shard> <name>}. */
  private final Set<String> observedMembers = ConcurrentHashMap.newKeySet();

  private ActorTestKit discord;
  private Sandbox sandbox;
  private TestRedis redis;
  private DiscordClient client;

  private final class BotNode {
    final ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "bots",
            ConfigFactory.parseString(
                    """
                    pekko.actor.provider = cluster
                    pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                    pekko.cluster.roles = [bot]
                    # only the test marks nodes as down
                    pekko.cluster.downing-provider-class = ""
                    pekko.cluster.jmx.enabled = off
                    pekko.cluster.run-coordinated-shutdown-when-down = off
                    pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                    pekko.coordinated-shutdown.exit-jvm = off
                    pekko.cluster.sharded-daemon-process.keep-alive-interval = 500ms
                    pekko.cluster.sharding.rebalance-interval = 500ms
                    pekko.cluster.sharding.retry-interval = 200ms
                    """)
                .withFallback(ConfigFactory.load()));
    final DiscordClient client =
        new DiscordClient(
            sandbox.url().toString(),
            sandbox.botToken(),
            new RestBudget(redis.client(), () -> 2),
            UserAgent.of("http://127.0.0.1"));
    final Cluster cluster = Cluster.get(system);

    BotNode() {
      var first = nodes.isEmpty() ? cluster : nodes.getFirst().cluster;
      cluster.manager().tell(Join.create(first.selfMember().address()));
      eventually(() -> assertThat(cluster.selfMember().status()).isEqualTo(MemberStatus.up()));
      Bot.startShardDaemons(system, SHARDS, this::gatewayShard);
    }

    Behavior<GatewayShard.Message> gatewayShard(ShardId shard) {
      started.incrementAndGet();
      return GatewayShard.create(
          client,
          shard,
          new MembersIntent(true),
          _ -> {},
          _ -> {},
          Behaviors.receiveMessage(message -> {
            if (message instanceof GuildSynchronizer.EventReceived received
                && received.event() instanceof GatewayEvent.MembersUpdated update) {
              update
                  .members()
                  .forEach(member -> observedMembers.add(shard.id() + " " + member.name()));
            }
            return Behaviors.same();
          }),
          new GatewaySessionStore(redis.client()),
          new IdentifyRateLimiter(client.rest(), new IdentifyLocks(redis.client())),
          new ShardStatus());
    }

    /** Shuts down in order: the cluster hands the shards over first. */
    void shutDown() {
      org.apache.pekko.actor.CoordinatedShutdown.get(system)
          .runAll(org.apache.pekko.actor.CoordinatedShutdown.unknownReason())
          .toCompletableFuture()
          .orTimeout(60, TimeUnit.SECONDS)
          .join();
      client.close();
    }

    /** Crashes, as far as one JVM permits: without hand-over and without leaving the cluster. */
    void crash(Cluster survivor) {
      Address address = cluster.selfMember().address();
      system.terminate();
      BotTestKit.join(system.getWhenTerminated());
      client.close();
      survivor.manager().tell(Down.apply(address));
    }
  }

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    redis = TestRedis.start();
    discord =
        ActorTestKit.create(
            "discord",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    sandbox =
        BotTestKit.join(
            Sandbox.open(
                discord.system(), new SandboxSettings(true, 0, data, null, List.of(), LOGINS)));
    client =
        new DiscordClient(
            sandbox.url().toString(),
            sandbox.botToken(),
            RestBudget.standalone(),
            UserAgent.of("http://127.0.0.1"));
    nodes.add(new BotNode());
    nodes.add(new BotNode());
  }

  @AfterEach
  void close() throws Exception {
    nodes.forEach(node -> node.system.terminate());
    nodes.forEach(node -> BotTestKit.join(node.system.getWhenTerminated()));
    nodes.forEach(node -> node.client.close());
    client.close();
    BotTestKit.join(sandbox.close());
    discord.shutdownTestKit();
    redis.close();
    http.shutdownNow();
  }

  @Test
  void handovers_and_crashes_need_no_identify_and_lose_no_event() throws Exception {
    // four shards on two nodes; Discord permits one IDENTIFY every 5 s
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() ->
            assertThat(redis.keys())
                .contains(
                    "discord:session:0",
                    "discord:session:1",
                    "discord:session:2",
                    "discord:session:3"));
    assertThat(identifies()).isEqualTo(SHARDS);

    int start = started.get();
    for (int round = 0; started.get() - start < MIN_HANDOVERS; round++) {
      var leaving = nodes.removeFirst();
      var name = "Round " + round;
      boolean crashes = round % 2 == 1;
      if (crashes) {
        leaving.crash(nodes.getFirst().cluster);
      } else {
        leaving.shutDown();
      }
      join(name);
      nodes.add(new BotNode());
      int shard = (int) ((GuildId.of(InitialState.HOUSE).value() >>> 22) % SHARDS);
      await(name + (crashes ? " after a death" : " after a move"))
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(observedMembers).contains(shard + " " + name));
    }
    assertThat(identifies()).isEqualTo(SHARDS);
  }

  /** Adds a member to the guild: an event for the guild's shard. */
  private void join(String name) throws Exception {
    var id = Long.toString(1_300_000_000_000_000_000L + name.hashCode());
    var answer =
        send("POST", "/guilds/" + InitialState.HOUSE + "/members", Map.of("id", id, "name", name));
    assertThat(answer.toString()).contains(name);
  }

  private JsonNode send(String method, String path, Object body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private int identifies() {
    return LOGINS - BotTestKit.join(client.rest().gateway()).remainingIdentifies();
  }

  private static void eventually(org.awaitility.core.ThrowingRunnable assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion);
  }
}
