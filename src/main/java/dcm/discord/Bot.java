package dcm.discord;

import dcm.auth.CalendarTokenSecrets;
import dcm.discord.board.BoardMessages;
import dcm.discord.client.DiscordClient;
import dcm.discord.client.FileDownloader;
import dcm.discord.client.GatewayEvent;
import dcm.discord.client.MembersIntent;
import dcm.discord.client.ShardId;
import dcm.discord.command.PhotoUploads;
import dcm.discord.command.TransferHandler;
import dcm.discord.delivery.DirectMessageChannel;
import dcm.discord.delivery.GuildTextChannel;
import dcm.discord.delivery.RemovalNotice;
import dcm.discord.gateway.GatewayMetrics;
import dcm.discord.gateway.GatewayShard;
import dcm.discord.gateway.GatewayStatus;
import dcm.discord.gateway.IdentifyRateLimiter;
import dcm.discord.gateway.ShardCountAgreement;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InitialResponses;
import dcm.discord.interaction.InteractionObservation;
import dcm.discord.interaction.InteractionResponder;
import dcm.discord.interaction.InteractionRouter;
import dcm.discord.interaction.InteractionsEndpoint;
import dcm.discord.interaction.MembershipResolver;
import dcm.discord.registration.SlashCommandRegistrar;
import dcm.discord.registration.SlashCommands;
import dcm.discord.sync.ChannelLookup;
import dcm.discord.sync.GuildSynchronizer;
import dcm.entity.BoardListener;
import dcm.entity.ChannelSource;
import dcm.entity.GuildClient;
import dcm.entity.Guilds;
import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.notify.DeliveryChannel;
import dcm.photo.PhotoProcessor;
import dcm.redis.GatewaySessionStore;
import dcm.redis.IdentifyLocks;
import dcm.redis.RateLimiter;
import dcm.redis.RedisClient;
import dcm.redis.RestBudget;
import dcm.transfer.TaskExports;
import dcm.transfer.TaskImports;
import dcm.view.AttachmentStore;
import dcm.view.ReadModels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardedDaemonProcessSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ShardedDaemonProcess;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running bot. Each gateway connection, one per Discord shard, runs on one node of the role
 * {@code bot} and moves when that node leaves. Every node may post messages, and receives
 * interactions by HTTP when that is configured.
 */
public final class Bot {
  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);
  static final String ROLE = "bot";

  private final ActorSystem<?> system;
  private final DiscordClient client;
  private final SlashCommandRegistrar commandRegistrar;
  private final InteractionRouter router;
  private final FileDownloader fileDownloader;
  private final MembersIntent membersIntent;
  private final Guilds guilds;
  private final Clock clock;
  private final GatewaySessionStore sessions;
  private final IdentifyRateLimiter identifyLimiter;
  private final @Nullable InteractionsEndpoint interactionsEndpoint;
  private final BoardMessages boardMessages;
  private final GatewayStatus status = new GatewayStatus();
  private final AtomicBoolean warned = new AtomicBoolean();

  public Bot(
      ActorSystem<?> system,
      DiscordSettings settings,
      Guilds guilds,
      RateLimiter rateLimiter,
      RedisClient redis,
      AttachmentStore attachments,
      PhotoProcessor photos,
      TaskExports exports,
      TaskImports imports,
      ReadModels readModels,
      CalendarTokenSecrets calendarSecrets,
      Clock clock) {
    var cluster = Cluster.get(system);
    var budget = new RestBudget(redis, () -> memberCount(cluster));
    this.system = system;
    this.client = new DiscordClient(settings.url(), settings.token(), budget, settings.userAgent());
    this.commandRegistrar = new SlashCommandRegistrar(client.rest(), SlashCommands.commands());
    this.membersIntent = new MembersIntent(settings.membersIntent());
    this.guilds = guilds;
    this.clock = clock;
    this.sessions = new GatewaySessionStore(redis);
    this.identifyLimiter = new IdentifyRateLimiter(client.rest(), new IdentifyLocks(redis));
    this.fileDownloader = new FileDownloader(settings.url(), settings.userAgent());
    var initialResponses = new InitialResponses(client.rest());
    var responder = new InteractionResponder(system, client.rest(), initialResponses);
    var guildClient = new DiscordGuildClient(new GuildClient(guilds));
    this.router =
        new InteractionRouter(
            guildClient,
            new MembershipResolver(guildClient, client.rest(), membersIntent),
            rateLimiter,
            clock,
            responder,
            client::clockAhead,
            settings.dashboard(),
            new PhotoUploads(guildClient, fileDownloader, photos, attachments),
            new TransferHandler(system, guildClient, fileDownloader, exports, imports),
            readModels,
            calendarSecrets);
    this.boardMessages = new BoardMessages(guildClient, client.rest(), settings.dashboard(), clock);
    this.interactionsEndpoint =
        settings.verifier() == null
            ? null
            : new InteractionsEndpoint(
                settings.verifier(), client, router::accept, initialResponses, clock);
  }

  /**
   * Starts the bot; the gateway shards log in in the background and retry until they succeed.
   *
   * @param settings with the token of Discord or of the local Discord
   */
  public static Bot open(
      ActorSystem<?> system,
      DiscordSettings settings,
      Guilds guilds,
      RateLimiter rateLimiter,
      RedisClient redis,
      AttachmentStore attachments,
      PhotoProcessor photos,
      TaskExports exports,
      TaskImports imports,
      ReadModels readModels,
      CalendarTokenSecrets calendarSecrets,
      Clock clock) {
    GatewayMetrics.registerMetrics();
    InteractionObservation.registerMetrics();
    InteractionRouter.registerMetrics();
    var bot =
        new Bot(
            system,
            settings,
            guilds,
            rateLimiter,
            redis,
            attachments,
            photos,
            exports,
            imports,
            readModels,
            calendarSecrets,
            clock);
    bot.status.registerMetrics();
    if (Cluster.get(system).selfMember().hasRole(ROLE)) {
      system.systemActorOf(
          ShardCountAgreement.create(
              settings.shards(), bot.client.rest(), bot.sessions, bot::startShards),
          "discord-shards",
          Props.empty());
    }
    system.getWhenTerminated().thenRun(bot::close);
    return bot;
  }

  private void close() {
    client.close();
    fileDownloader.close();
  }

  private void startShards(int shards) {
    startShardDaemons(system, shards, this::gatewayShard);
  }

  /** Keeps one {@link GatewayShard} per shard running on the nodes of the role. */
  public static void startShardDaemons(
      ActorSystem<?> system,
      int shards,
      Function<ShardId, Behavior<GatewayShard.Message>> shardBehavior) {
    ShardedDaemonProcess.get(system)
        .init(
            GatewayShard.Message.class,
            "discord-gateway",
            shards,
            id -> shardBehavior.apply(new ShardId(id, shards)),
            ShardedDaemonProcessSettings.create(system).withRole(ROLE),
            Optional.of(GatewayShard.Stop.NOW));
  }

  public Behavior<GatewayShard.Message> gatewayShard(ShardId shard) {
    return Behaviors.supervise(
            Behaviors.<GatewayShard.Message>setup(_ -> {
              var shardStatus = status.add(shard);
              return GatewayShard.create(
                  client,
                  shard,
                  membersIntent,
                  this::onInteraction,
                  commandRegistrar::registerIfChanged,
                  GuildSynchronizer.create(guilds::decide, clock, shardStatus),
                  sessions,
                  identifyLimiter,
                  shardStatus);
            }))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(5), Duration.ofMinutes(5), 0.2));
  }

  /**
   * Receives interactions by the gateway: Discord uses it when no HTTP address is configured there.
   */
  private void onInteraction(GatewayEvent.InteractionCreated event) {
    if (interactionsEndpoint != null && warned.compareAndSet(false, true)) {
      LOG.warn(
          "Interactions arrive by the gateway although DCM_DISCORD_INTERACTIONS is http: enter"
              + " <public url>/discord/interactions in Discord's developer portal");
    }
    router.accept(event.interaction());
  }

  private static int memberCount(Cluster cluster) {
    int size = 0;
    for (var _ : cluster.state().getMembers()) {
      size++;
    }
    return size;
  }

  /** Completes when this node has registered the slash commands; at once when another node does. */
  public CompletionStage<Void> whenReady() {
    var cluster = Cluster.get(system);
    return cluster.selfMember().hasRole(ROLE) && memberCount(cluster) <= 1
        ? commandRegistrar.registered()
        : CompletableFuture.completedFuture(null);
  }

  /** Status of the gateway connections on this node; null on a node without the role. */
  public @Nullable GatewayStatus gatewayStatus() {
    return Cluster.get(system).selfMember().hasRole(ROLE) ? status : null;
  }

  /** Endpoint for interactions by HTTP; null when they arrive by the gateway. */
  public @Nullable InteractionsEndpoint interactionsEndpoint() {
    return interactionsEndpoint;
  }

  /** Channel for direct messages to members. */
  public DeliveryChannel directMessageChannel() {
    return new DirectMessageChannel(client.rest());
  }

  /** Channel for messages in a guild's channels. */
  public DeliveryChannel guildTextChannel() {
    return new GuildTextChannel(client.rest());
  }

  /** Starts the updates of board messages; returns the listener that tells of changes. */
  public BoardListener startBoardMessages() {
    return boardMessages.start(system);
  }

  /** Source of a guild's channels. */
  public ChannelSource channelSource() {
    return new ChannelLookup(client.rest());
  }

  /**
   * Tells a member once that the data of a guild, which the bot has left, will be deleted. Fails
   * when Discord does not deliver it.
   *
   * @param locale BCP 47 tag of the guild's language
   * @param removalAt the earliest time of the removal
   */
  public CompletionStage<?> announceRemoval(
      MemberId recipient, GuildId guild, String guildName, String locale, Instant removalAt) {
    return new RemovalNotice(client.rest()).send(recipient, guild, guildName, locale, removalAt);
  }

  public DiscordClient client() {
    return client;
  }
}
