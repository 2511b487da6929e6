package dcm.discord;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.JournalFailureClassifier;
import dcm.auth.UserAgent;
import dcm.discord.wire.Shard;
import dcm.entity.EntitySettings;
import dcm.entity.Guilds;
import dcm.entity.ProcessedCommandMap;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.Door;
import dcm.guild.Grouping;
import dcm.guild.GroupingCommand;
import dcm.guild.GroupingId;
import dcm.guild.GuildCommand;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.NotificationCommand;
import dcm.guild.Question;
import dcm.guild.Request;
import dcm.guild.Standing;
import dcm.notify.Messengers;
import dcm.notify.NotifySettings;
import dcm.redis.RateLimits;
import dcm.redis.TestRedis;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.Seed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** The local Discord, real guilds with a journal in memory, and the bot between them. */
final class LocalHouse implements AutoCloseable {
  static final GuildId HOUSE = GuildId.of(Seed.HOUSE);
  private static final Path OPENAPI = Path.of("../shared/discord/openapi.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  final ActorTestKit kit;
  final Sandbox sandbox;
  final Guilds guilds;
  private final TestRedis redis;
  private final RateLimits limits;
  private final HttpClient http = HttpClient.newHttpClient();
  private Bot bot;
  private final List<ActorRef<Doorman.Message>> doormen = new ArrayList<>();

  LocalHouse(Path data) {
    Config config = config();
    kit = ActorTestKit.create("house", config);
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var problems = new ArrayList<String>();
    sandbox =
        wait(
            Sandbox.open(
                kit.system(),
                new SandboxSettings(
                    true,
                    0,
                    data,
                    Files.exists(OPENAPI) ? OPENAPI.toAbsolutePath() : null,
                    List.of(),
                    1000)));
    var messengers = Messengers.open(kit.system(), NotifySettings.from(config, problems));
    guilds =
        Guilds.open(
            kit.system(),
            EntitySettings.from(config, problems),
            messengers,
            _ -> CompletableFuture.completedFuture(true),
            new JournalFailureClassifier(),
            new ProcessedCommandMap());
    redis = redis();
    limits = new RateLimits(redis.client());
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    openBot();
    guilds.askForChannels(bot.channels());
    messengers.begin(guilds, bot.directMessages(), bot.guildChannels());
    await()
        .atMost(PATIENCE)
        .until(() -> control("GET", "/commands", null).toString().contains("permissions"));
    await().atMost(PATIENCE).until(() -> activeMembers() >= 4);
  }

  private static Config config() {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
            pekko.cluster.roles = [guild, bot]
            pekko.cluster.jmx.enabled = off
            pekko.coordinated-shutdown.exit-jvm = off
            pekko.log-dead-letters = off
            dcm.entity.default-zone = "Europe/Amsterdam"
            """)
        .withFallback(PersistenceTestKitPlugin.getInstance().config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.defaultReference())
        .resolve();
  }

  private static TestRedis redis() {
    try {
      return TestRedis.start();
    } catch (Exception e) {
      throw new AssertionError("no Redis", e);
    }
  }

  private static void close(TestRedis redis) {
    try {
      redis.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void openBot() {
    openBot(true);
  }

  /**
   * @param members with the members intent
   */
  void openBot(boolean members) {
    openBot(members, 1);
  }

  void openBot(boolean members, int shards) {
    bot =
        new Bot(
            kit.system(),
            new DiscordSettings(
                sandbox.url().toString(),
                sandbox.botToken(),
                members,
                shards,
                null,
                UserAgent.of("http://127.0.0.1")),
            guilds,
            limits,
            redis.client(),
            Clock.systemUTC());
    for (int i = 0; i < shards; i++) {
      doormen.add(kit.spawn(bot.doorman(new Shard(i, shards))));
    }
  }

  dcm.discord.wire.Rest rest() {
    return bot.wire().rest();
  }

  /** How the bot's connections are, in a sentence. */
  GatewayStatus gateway() {
    return bot.gateway();
  }

  dcm.discord.wire.Wire wire() {
    return bot.wire();
  }

  /** Another desk at the same guilds, which answers through these. */
  FrontDesk frontDesk(Callbacks callbacks) {
    var clients = new House(guilds);
    return new FrontDesk(
        clients,
        new Seats(clients, rest(), new java.util.concurrent.atomic.AtomicBoolean(true)),
        limits,
        Clock.systemUTC(),
        new Answering(kit.system(), rest(), callbacks),
        () -> Duration.ZERO);
  }

  /** Nobody came too often, and whatever else Redis remembers is gone too. */
  void forgetLimits() {
    redis.flush();
  }

  void closeBot() {
    var probe = kit.createTestProbe();
    doormen.forEach(doorman -> doorman.tell(Doorman.Leave.NOW));
    doormen.forEach(doorman -> probe.expectTerminated(doorman, Duration.ofSeconds(10)));
    doormen.clear();
  }

  /** An instant comes at which the guild wanted to wake. */
  void wakeAt(Instant at) {
    wait(
        guilds.decide(
            new Request(
                HOUSE,
                new CommandId(UUID.randomUUID()),
                "test",
                at,
                new Caller.Clockwork(),
                new NotificationCommand.WakeUp())));
  }

  /** A new category, made by the owner elsewhere. */
  GuildReply category(String name) {
    var reply =
        elsewhere(
            new GroupingCommand.Create(
                new GroupingId(TimedId.at(Instant.now())),
                Grouping.Kind.CATEGORY,
                name,
                "#3fa7d6"));
    if (!(reply instanceof GuildReply.Done)) {
      throw new AssertionError(reply);
    }
    return reply;
  }

  /** What the owner does at the dashboard. */
  GuildReply elsewhere(GuildCommand command) {
    return wait(
        guilds.decide(
            new Request(
                HOUSE,
                new CommandId(UUID.randomUUID()),
                command.toString(),
                Instant.now(),
                owner(),
                command)));
  }

  static Caller.Person owner() {
    return new Caller.Person(
        MemberId.of(Seed.SANNE),
        new Standing.Witnessed("Sanne", Set.of(), true, null),
        Door.DASHBOARD);
  }

  int activeMembers() {
    var reply =
        wait(
            guilds.answer(
                new Question(
                    HOUSE, Instant.now(), new Caller.Clockwork(), new GuildQuery.Members())));
    return reply instanceof GuildReply.Answered answered
            && answered.answer() instanceof Answer.Members members
        ? members.members().size()
        : 0;
  }

  /** What the user sees of a slash command, in a locale. */
  JsonNode command(String user, String locale, String command, Map<String, ?> options) {
    return control(
        "POST",
        "/guilds/" + Seed.HOUSE + "/commands",
        Map.of("user", user, "command", command, "options", options, "locale", locale));
  }

  JsonNode suggest(String user, String command, Map<String, ?> options) {
    return control(
        "POST",
        "/guilds/" + Seed.HOUSE + "/autocomplete",
        Map.of("user", user, "command", command, "options", options, "locale", "nl"));
  }

  JsonNode click(String message, String user, String locale, String customId) {
    return control(
        "POST",
        "/messages/" + message + "/click",
        Map.of("user", user, "custom_id", customId, "locale", locale));
  }

  JsonNode control(String method, String path, Object body) {
    try {
      var request =
          HttpRequest.newBuilder(URI.create(sandbox.url() + "/sandbox" + path))
              .timeout(Duration.ofSeconds(20))
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
              .build();
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The custom id of a button, by its action, wherever it is in an answer. */
  static String button(JsonNode seen, String action) {
    return seen.findValuesAsText("custom_id").stream()
        .filter(id -> id.startsWith("t1:" + action + ":"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + action + " in " + seen));
  }

  static <T> T wait(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    closeBot();
    bot.wire().close();
    wait(sandbox.close());
    close(redis);
    http.shutdownNow();
    kit.shutdownTestKit();
  }
}
