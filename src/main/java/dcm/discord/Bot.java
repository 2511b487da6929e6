package dcm.discord;

import dcm.discord.wire.Wire;
import dcm.entity.Guilds;
import dcm.notify.Channel;
import dcm.redis.GatewaySessions;
import dcm.redis.RateLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.ClusterSingletonSettings;
import org.apache.pekko.cluster.typed.SingletonActor;

/**
 * The bot, open. The gateway connection lives on one node of the role {@code bot} and moves when
 * that node leaves; every node may post messages.
 */
public final class Bot {
  private final Wire wire;
  private final MenuBoard board;

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
      GatewaySessions sessions,
      Clock clock) {
    GatewayMeter.begin();
    Attendance.begin();
    var wire = new Wire(settings.url(), settings.token());
    var board = new MenuBoard(wire.rest(), Menu.commands());
    var singleton =
        SingletonActor.of(
                doorman(system, wire, board, settings.members(), guilds, limits, sessions, clock),
                "discord-gateway")
            .withStopMessage(Doorman.Leave.NOW)
            .withSettings(ClusterSingletonSettings.create(system).withRole("bot"));
    ClusterSingleton.get(system).init(singleton);
    system.getWhenTerminated().thenRun(wire::close);
    return new Bot(wire, board);
  }

  static Behavior<Doorman.Message> doorman(
      ActorSystem<?> system,
      Wire wire,
      MenuBoard board,
      boolean members,
      Guilds guilds,
      RateLimits limits,
      GatewaySessions sessions,
      Clock clock) {
    var answering = new Answering(system, wire.rest());
    var house = new House(guilds);
    var told = new AtomicBoolean(members);
    var desk = new FrontDesk(house, new Seats(house, wire.rest(), told), limits, clock, answering);
    return Behaviors.supervise(
            Doorman.create(
                wire,
                told,
                knock -> desk.take(knock.interaction()),
                board::hang,
                Registrar.create(guilds, clock),
                sessions))
        .onFailure(
            SupervisorStrategy.restartWithBackoff(
                Duration.ofSeconds(5), Duration.ofMinutes(5), 0.2));
  }

  private Bot(Wire wire, MenuBoard board) {
    this.wire = wire;
    this.board = board;
  }

  /** Done when this node has logged in and people can type commands. */
  public CompletionStage<Void> atWork() {
    return board.hangs();
  }

  /** The way to one member. */
  public Channel directMessages() {
    return new DirectMessages(wire.rest());
  }

  /** The way to a channel of a guild. */
  public Channel guildChannels() {
    return new GuildChannels(wire.rest());
  }
}
