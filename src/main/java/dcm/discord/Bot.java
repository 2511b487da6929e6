package dcm.discord;

import dcm.discord.wire.News;
import dcm.discord.wire.Shard;
import dcm.discord.wire.Wire;
import dcm.entity.ChannelSource;
import dcm.entity.Guilds;
import dcm.notify.Channel;
import dcm.redis.GatewayLogins;
import dcm.redis.GatewaySessions;
import dcm.redis.RateLimits;
import dcm.redis.Redis;
import dcm.redis.RestBudget;
import java.time.Clock;
import java.time.Duration;
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
 * The bot, open. Each of its gateway connections, one per Discord shard, lives on one node of the
 * role {@code bot} and moves when that node leaves; every node may post messages, and take
 * interactions by HTTP when that is the chosen door.
 */
public final class Bot {
  private static final Logger LOG = LoggerFactory.getLogger(Bot.class);
  static final String ROLE = "bot";

  private final ActorSystem<?> system;
  private final Wire wire;
  private final MenuBoard board;
  private final FrontDesk desk;
  private final AtomicBoolean members;
  private final Guilds guilds;
  private final Clock clock;
  private final GatewaySessions sessions;
  private final IdentifyTurns turns;
  private final @Nullable HttpDoor door;
  private final GatewayStatus status = new GatewayStatus();
  private final AtomicBoolean warned = new AtomicBoolean();

  Bot(
      ActorSystem<?> system,
      DiscordSettings settings,
      Guilds guilds,
      RateLimits limits,
      Redis redis,
      Clock clock) {
    var cluster = Cluster.get(system);
    var budget = new RestBudget(redis, () -> size(cluster));
    this.system = system;
    this.wire = new Wire(settings.url(), settings.token(), budget, settings.userAgent());
    this.board = new MenuBoard(wire.rest(), Menu.commands());
    this.members = new AtomicBoolean(settings.members());
    this.guilds = guilds;
    this.clock = clock;
    this.sessions = new GatewaySessions(redis);
    this.turns = new IdentifyTurns(wire.rest(), new GatewayLogins(redis));
    var callbacks = new Callbacks(wire.rest());
    var answering = new Answering(system, wire.rest(), callbacks);
    var house = new House(guilds);
    this.desk =
        new FrontDesk(
            house,
            new Seats(house, wire.rest(), members),
            limits,
            clock,
            answering,
            wire::clockAhead);
    this.door =
        settings.key() == null
            ? null
            : new HttpDoor(settings.key(), wire, desk::take, callbacks, clock);
  }

  /**
   * Opens the room; logging in goes on by itself for as long as it takes.
   *
   * @param settings with a token: the real one or the local Discord's
   */
  public static Bot open(
      ActorSystem<?> system,
      DiscordSettings settings,
      Guilds guilds,
      RateLimits limits,
      Redis redis,
      Clock clock) {
    GatewayMeter.begin();
    Attendance.begin();
    FrontDesk.begin();
    var bot = new Bot(system, settings, guilds, limits, redis, clock);
    bot.status.measure();
    if (Cluster.get(system).selfMember().hasRole(ROLE)) {
      system.systemActorOf(
          Shards.agree(settings.shards(), bot.wire.rest(), bot.sessions, bot::begin),
          "discord-shards",
          Props.empty());
    }
    system.getWhenTerminated().thenRun(bot.wire::close);
    return bot;
  }

  private void begin(int shards) {
    spread(system, shards, this::doorman);
  }

  /** Keeps one doorman of each shard alive somewhere on the nodes of the role. */
  static void spread(
      ActorSystem<?> system, int shards, Function<Shard, Behavior<Doorman.Message>> doorman) {
    ShardedDaemonProcess.get(system)
        .init(
            Doorman.Message.class,
            "discord-gateway",
            shards,
            id -> doorman.apply(new Shard(id, shards)),
            ShardedDaemonProcessSettings.create(system).withRole(ROLE),
            Optional.of(Doorman.Leave.NOW));
  }

  Behavior<Doorman.Message> doorman(Shard shard) {
    return Behaviors.supervise(
            Behaviors.<Doorman.Message>setup(_ -> {
              var shardStatus = status.begin(shard);
              return Doorman.create(
                  wire,
                  shard,
                  members,
                  this::take,
                  board::hang,
                  Registrar.create(guilds::decide, clock, shardStatus),
                  sessions,
                  turns,
                  shardStatus);
            }))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(5), Duration.ofMinutes(5), 0.2));
  }

  /** By the gateway, which Discord chooses when no address for HTTP was entered there. */
  private void take(News.Knock knock) {
    if (door != null && warned.compareAndSet(false, true)) {
      LOG.warn(
          "Interactions come by the gateway although DCM_DISCORD_DOOR is http: enter"
              + " <public url>/discord/interactions in Discord's developer portal");
    }
    desk.take(knock.interaction());
  }

  private static int size(Cluster cluster) {
    int size = 0;
    for (var _ : cluster.state().getMembers()) {
      size++;
    }
    return size;
  }

  /**
   * Done when this node has logged in and people can type commands; at once when others do that.
   */
  public CompletionStage<Void> atWork() {
    var cluster = Cluster.get(system);
    return cluster.selfMember().hasRole(ROLE) && size(cluster) <= 1
        ? board.hangs()
        : CompletableFuture.completedFuture(null);
  }

  /** How the gateway connections on this node are; null on a node without the role. */
  public @Nullable GatewayStatus gateway() {
    return Cluster.get(system).selfMember().hasRole(ROLE) ? status : null;
  }

  /** Where Discord sends interactions by HTTP; null when they come by the gateway. */
  public @Nullable HttpDoor door() {
    return door;
  }

  /** The way to one member. */
  public Channel directMessages() {
    return new DirectMessages(wire.rest());
  }

  /** The way to a channel of a guild. */
  public Channel guildChannels() {
    return new GuildChannels(wire.rest());
  }

  /** Where it is asked which channels a guild has. */
  public ChannelSource channels() {
    return new ChannelLookup(wire.rest());
  }

  Wire wire() {
    return wire;
  }
}
