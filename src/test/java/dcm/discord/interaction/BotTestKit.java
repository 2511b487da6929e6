package dcm.discord.interaction;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.auth.CalendarTokenSecrets;
import dcm.auth.MasterSecret;
import dcm.auth.UserAgent;
import dcm.discord.Bot;
import dcm.discord.DiscordSettings;
import dcm.discord.client.MembersIntent;
import dcm.discord.client.ShardId;
import dcm.discord.command.TransferHandler;
import dcm.discord.gateway.GatewayShard;
import dcm.discord.gateway.GatewayStatus;
import dcm.discord.message.DashboardLinks;
import dcm.entity.BoardListener;
import dcm.entity.EntitySettings;
import dcm.entity.GuildClient;
import dcm.entity.Guilds;
import dcm.entity.InMemoryProcessedCommandStore;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.event.SettingsEvent;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryEnvelope;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.UuidV7;
import dcm.node.JournalFailureClassifier;
import dcm.notify.DeliveryService;
import dcm.notify.NotifySettings;
import dcm.redis.RateLimiter;
import dcm.redis.TestRedis;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import dcm.sandbox.store.InitialState;
import dcm.view.ReadModels;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** The local Discord, real guilds with a journal in memory, and the bot between them. */
public final class BotTestKit implements AutoCloseable {
  static final GuildId GUILD = GuildId.of(InitialState.HOUSE);
  private static final Path OPENAPI = Path.of("../shared/discord/openapi.json");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  final ActorTestKit kit;
  final Sandbox sandbox;
  public final Guilds guilds;
  private final TestRedis redis;
  private final RateLimiter rateLimiter;
  private final HttpClient http = HttpClient.newHttpClient();
  private Bot bot;
  private final List<ActorRef<GatewayShard.Message>> gatewayShards = new ArrayList<>();

  public BotTestKit(Path data) {
    Config config = config();
    kit = ActorTestKit.create("bot", config);
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var problems = new ArrayList<String>();
    sandbox =
        join(
            Sandbox.open(
                kit.system(),
                new SandboxSettings(
                    true,
                    0,
                    data,
                    Files.exists(OPENAPI) ? OPENAPI.toAbsolutePath() : null,
                    List.of(),
                    1000)));
    var deliveryService = DeliveryService.open(kit.system(), NotifySettings.from(config, problems));
    guilds =
        Guilds.open(
            kit.system(),
            EntitySettings.from(config, problems),
            deliveryService,
            _ -> CompletableFuture.completedFuture(true),
            new JournalFailureClassifier(),
            new InMemoryProcessedCommandStore(),
            (_, _) -> CompletableFuture.completedFuture(1));
    redis = redis();
    rateLimiter = new RateLimiter(redis.client());
    if (!problems.isEmpty()) {
      throw new AssertionError(problems);
    }
    openBot();
    guilds.setChannelSource(bot.channelSource());
    guilds.setBoardListener(bot.startBoardMessages());
    deliveryService.start(guilds, bot.directMessageChannel(), bot.guildTextChannel());
    await()
        .atMost(TIMEOUT)
        .until(() -> control("GET", "/commands", null).toString().contains("permissions"));
    await().atMost(TIMEOUT).until(() -> activeMembers() >= 4);
  }

  private final ReadModels readModels =
      new ReadModels(null, null, null, null, null, null, null, null, null, null, null, null, null);
  private final CalendarTokenSecrets calendarSecrets =
      new CalendarTokenSecrets(
          MasterSecret.of("0123456789abcdef0123456789abcdef", new ArrayList<>()));

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

  public void openBot() {
    openBot(true);
  }

  /**
   * @param members whether to request the members intent
   */
  public void openBot(boolean members) {
    openBot(members, 1);
  }

  public void openBot(boolean members, int shards) {
    bot =
        new Bot(
            kit.system(),
            new DiscordSettings(
                sandbox.url().toString(),
                sandbox.botToken(),
                members,
                shards,
                null,
                UserAgent.of("http://127.0.0.1"),
                new DashboardLinks("http://127.0.0.1:8080")),
            guilds,
            rateLimiter,
            redis.client(),
            // the guilds here have no database: photos and statistics are in EndToEndScenarioIT
            null,
            null,
            null,
            null,
            readModels,
            calendarSecrets,
            Clock.systemUTC());
    for (int i = 0; i < shards; i++) {
      gatewayShards.add(kit.spawn(bot.gatewayShard(new ShardId(i, shards))));
    }
  }

  public dcm.discord.client.DiscordRest rest() {
    return bot.client().rest();
  }

  /** Status of the bot's connections. */
  public GatewayStatus gatewayStatus() {
    return bot.gatewayStatus();
  }

  dcm.discord.client.DiscordClient client() {
    return bot.client();
  }

  /** Another router of the same guilds, which responds through these. */
  InteractionRouter interactionRouter(InitialResponses initialResponses) {
    var guildClient = new DiscordGuildClient(new GuildClient(guilds));
    return new InteractionRouter(
        guildClient,
        new MembershipResolver(guildClient, rest(), new MembersIntent(true)),
        rateLimiter,
        Clock.systemUTC(),
        new InteractionResponder(kit.system(), rest(), initialResponses),
        () -> Duration.ZERO,
        new DashboardLinks("http://127.0.0.1:8080"),
        null,
        new TransferHandler(kit.system(), guildClient, null, null, null),
        readModels,
        calendarSecrets);
  }

  /** Clears all of Redis, and so the rate limits. */
  void resetRateLimits() {
    redis.flush();
  }

  public void closeBot() {
    var probe = kit.createTestProbe();
    gatewayShards.forEach(gatewayShard -> gatewayShard.tell(GatewayShard.Stop.NOW));
    gatewayShards.forEach(
        gatewayShard -> probe.expectTerminated(gatewayShard, Duration.ofSeconds(10)));
    gatewayShards.clear();
  }

  /**
   * From now on, board messages are updated twice, as by two nodes while a guild moves; each
   * remembers by itself what it wrote.
   */
  public void updateBoardMessagesTwice() {
    var nodes = List.of(bot.startBoardMessages(), bot.startBoardMessages());
    guilds.setBoardListener(
        new BoardListener() {
          @Override
          public void guildChanged(GuildId guild) {
            nodes.forEach(node -> node.guildChanged(guild));
          }

          @Override
          public void boardMessageRemoved(SettingsEvent.BoardMessageRemoved removed) {
            nodes.forEach(node -> node.boardMessageRemoved(removed));
          }
        });
  }

  /** As after a restart: nothing is remembered of what was written. */
  public void updateBoardMessagesAnew() {
    guilds.setBoardListener(bot.startBoardMessages());
  }

  /** Sends the guild its wake-up as of an instant. */
  public void wakeUpAt(Instant at) {
    join(
        guilds.decide(
            new CommandEnvelope(
                GUILD,
                new CommandId(UUID.randomUUID()),
                "test",
                at,
                new Caller.SystemCaller(),
                new NotificationCommand.WakeUp())));
  }

  /** Creates a category as the owner, outside Discord. */
  public GuildReply createCategory(String name) {
    var reply =
        fromDashboard(
            new GroupingCommand.Create(
                new GroupingId(UuidV7.at(Instant.now(), ThreadLocalRandom.current())),
                Grouping.Kind.CATEGORY,
                name,
                "#3fa7d6"));
    if (!(reply instanceof GuildReply.Done)) {
      throw new AssertionError(reply);
    }
    return reply;
  }

  /** Sends a command of the owner from the dashboard. */
  public GuildReply fromDashboard(GuildCommand command) {
    return join(
        guilds.decide(
            new CommandEnvelope(
                GUILD,
                new CommandId(UUID.randomUUID()),
                command.toString(),
                Instant.now(),
                owner(),
                command)));
  }

  static Caller.Person owner() {
    return new Caller.Person(
        MemberId.of(InitialState.SANNE),
        new MembershipEvidence.FromDiscord("Sanne", Set.of(), true, null),
        Origin.DASHBOARD);
  }

  int activeMembers() {
    var reply =
        join(
            guilds.answer(
                new QueryEnvelope(
                    GUILD, Instant.now(), new Caller.SystemCaller(), new GuildQuery.Members())));
    return reply instanceof GuildReply.Answered answered
            && answered.answer() instanceof QueryResult.Members members
        ? members.members().size()
        : 0;
  }

  /** Runs a slash command and returns what the user sees. */
  public JsonNode command(String user, String locale, String command, Map<String, ?> options) {
    return control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/commands",
        Map.of("user", user, "command", command, "options", options, "locale", locale));
  }

  public JsonNode suggest(String user, String command, Map<String, ?> options) {
    return control(
        "POST",
        "/guilds/" + InitialState.HOUSE + "/autocomplete",
        Map.of("user", user, "command", command, "options", options, "locale", "nl"));
  }

  public JsonNode click(String message, String user, String locale, String customId) {
    return control(
        "POST",
        "/messages/" + message + "/click",
        Map.of("user", user, "custom_id", customId, "locale", locale));
  }

  public JsonNode control(String method, String path, Object body) {
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

  /** The custom id of a button in a response, by its action. */
  public static String buttonId(JsonNode response, String action) {
    return response.findValuesAsText("custom_id").stream()
        .filter(id -> id.startsWith("t1:" + action + ":"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no button " + action + " in " + response));
  }

  public static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    closeBot();
    bot.client().close();
    join(sandbox.close());
    close(redis);
    http.shutdownNow();
    kit.shutdownTestKit();
  }
}
