package dcm;

import static com.typesafe.config.ConfigValueFactory.fromAnyRef;

import com.typesafe.config.Config;
import dcm.auth.AccessTokens;
import dcm.auth.Logins;
import dcm.auth.SigningKeys;
import dcm.cluster.AddressTaken;
import dcm.cluster.ClusterDatabase;
import dcm.cluster.DatabaseClock;
import dcm.cluster.JoinRefusedException;
import dcm.cluster.Membership;
import dcm.cluster.Role;
import dcm.cluster.Termination;
import dcm.discord.Bot;
import dcm.discord.GatewayStatus;
import dcm.discord.HttpDoor;
import dcm.entity.Guilds;
import dcm.entity.WakeUps;
import dcm.http.Front;
import dcm.http.Interactions;
import dcm.http.Rooms;
import dcm.http.management.Management;
import dcm.http.management.Watched;
import dcm.journal.Database;
import dcm.journal.Fence;
import dcm.journal.SharedSchema;
import dcm.notify.Messengers;
import dcm.redis.RateLimits;
import dcm.redis.Redis;
import dcm.redis.Tickets;
import dcm.sandbox.Sandbox;
import dcm.view.View;
import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** One node: the rooms, opened in the order a command walks them and closed in the other. */
final class Node implements AutoCloseable {
  private static final Duration FIRST_LOGIN = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final String VERSION = Main.Version.number();

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
  private final ReentrantLock closing = new ReentrantLock();
  private final Config operator;
  private @Nullable Sandbox sandbox;
  private @Nullable ActorSystem<Void> system;
  private @Nullable CompletionStage<Done> terminated;
  private @Nullable Front front;
  private @Nullable Settings settings;

  private Node(Config operator) {
    this.operator = operator;
  }

  /**
   * Opens everything; returns when requests are answered.
   *
   * @throws WrongSettings with all that the operator has to mend
   * @throws IOException with a sentence for the operator when something cannot open here
   */
  static Node open(Config operator) throws WrongSettings, IOException {
    var node = new Node(operator);
    try {
      node.openRooms();
      return node;
    } catch (WrongSettings | IOException | RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void openRooms() throws WrongSettings, IOException {
    // what is wrong is said before anything starts
    Settings.check(operator);
    var surroundings = keep(Surroundings.open(operator));
    var nodes = keep(ClusterDatabase.open(surroundings.config()));
    var system = startSystem(surroundings.config());
    var config = openSandbox(system, surroundings.config());
    var settings = Settings.of(config);
    this.settings = settings;
    var management = Waiting.on(Management.open(system, settings.management()));

    SharedSchema.migrate(Database.get(system).settings());
    var clock = keep(DatabaseClock.open(nodes, settings.cluster()));
    var view = View.open(system);

    var redis = keep(Redis.open(settings.redis()));
    var limits = new RateLimits(redis);
    var keys =
        new SigningKeys(
            new KeyRows(nodes.signingKeys()), settings.secret(), settings.auth(), clock);
    var tokens = new AccessTokens(keys, settings.auth(), clock);
    var logins = keep(new Logins(settings.auth(), settings.secret(), redis, clock));

    var messengers = Messengers.open(system, settings.messengers());
    var fence = Fence.of(system);
    var guilds =
        Guilds.open(
            system,
            settings.entity(),
            messengers,
            guild -> fence.stillOurs(guild.value()),
            new JournalFailureClassifier(),
            ProcessedCommandTable.of(system),
            clock);
    if (settings.cluster().has(Role.GUILD)) {
      WakeUps.start(system, view.due()::at, guilds, settings.wakeUps());
    }

    var bot = Bot.open(system, settings.discord(), guilds, limits, redis, clock);
    guilds.askForChannels(bot.channels());
    messengers.begin(guilds, bot.directMessages(), bot.guildChannels());

    // the others count on a member's answers: it becomes one when everything they ask is here
    become(
        Membership.begin(
            system, nodes, settings.cluster(), clock, VERSION, settings.secret().fingerprint()));
    if (settings.cluster().has(Role.GATEWAY)) {
      openFront(
          system,
          settings,
          new Rooms(
              guilds,
              view,
              limits,
              new Tickets(redis),
              tokens,
              logins,
              keys,
              settings.auth(),
              interactions(bot.door())));
    }
    // whoever logs in at once must not find Redis not yet asked
    Waiting.on(redis.tried());
    management.opened(
        new Watched(guilds.degraded(), view, redis, messengers, front, gateway(bot.gateway())));
    keep(management::leaving);
    if (sandbox != null) {
      // nor somebody who types at once a Discord that knows no commands
      Waiting.atMost(FIRST_LOGIN, bot.atWork());
    }
    // the last to be kept, the first to close: guilds move on while everything they need is open
    keep(this::end);
  }

  /** The two rooms may not know each other. */
  private static @Nullable Interactions interactions(@Nullable HttpDoor door) {
    return door == null
        ? null
        : (signature, timestamp, body) ->
            door.knock(signature, timestamp, body)
                .thenApply(answer -> new Interactions.Answer(answer.status(), answer.json()));
  }

  /** Nor these two. */
  private static Watched.@Nullable Gateway gateway(@Nullable GatewayStatus status) {
    return status == null
        ? null
        : new Watched.Gateway() {
          @Override
          public boolean isConnected() {
            return status.isConnected();
          }

          @Override
          public String told() {
            return status.told();
          }
        };
  }

  private ActorSystem<Void> startSystem(Config config) throws WrongSettings {
    var pekko = Settings.cluster(config).pekko(VERSION);
    var started = ActorSystem.<Void>create(Behaviors.empty(), "dcm", pekko.withFallback(config));
    this.system = started;
    this.terminated = Termination.of(started);
    keep(this::end);
    return started;
  }

  /** Requests drain, guilds move, the node leaves the cluster; then the actors end. */
  private void end() {
    system.terminate();
    Waiting.on(terminated);
  }

  /** Waits until this node is up in the cluster, however long that takes. */
  private void become(Membership membership) throws IOException {
    var ended =
        terminated.<Done>thenApply(_ -> {
          throw new IllegalStateException("This node had to stop before it was open");
        });
    try {
      Waiting.on(membership.up().applyToEither(ended, up -> up));
    } catch (AddressTaken | JoinRefusedException | IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void openFront(ActorSystem<Void> system, Settings settings, Rooms rooms) {
    var front = Waiting.on(Front.open(system, settings.http(), rooms));
    this.front = front;
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseServiceUnbind(), "front", () -> front.close(GRACE));
  }

  /** Opens the local Discord unless it is switched off, and points at it when there is no token. */
  private Config openSandbox(ActorSystem<Void> system, Config config) throws WrongSettings {
    var sandbox = Settings.sandbox(config);
    if (!sandbox.on()) {
      return Surroundings.embedsDiscord(config)
          ? Settings.at(config.getString("dcm.discord.url"), config)
          : config;
    }
    var local = Waiting.on(Sandbox.open(system, sandbox));
    // it ends with the actors: the bot says goodbye first
    this.sandbox = local;
    return Surroundings.embedsDiscord(config)
        ? Settings.at(local.url().toString(), config)
            .withValue("dcm.discord.public-key", fromAnyRef(local.publicKey()))
        : config;
  }

  /** What to print once everything is open. */
  String welcome() {
    return Welcome.text(operator, front == null ? null : front.url(), sandbox, settings);
  }

  /** A day at the doors of a node that has everything embedded. */
  Rehearsal rehearsal() {
    return new Rehearsal(front.url(), sandbox.url());
  }

  /** Waits until the node was told to stop, or had to. */
  void untilClosed() {
    Waiting.on(terminated);
  }

  private <T extends AutoCloseable> T keep(T room) {
    opened.push(room);
    return room;
  }

  /**
   * Closes what is open, the last one first. A second caller waits for the first: the process must
   * not end before PostgreSQL has.
   */
  @Override
  public void close() {
    closing.lock();
    try {
      while (!opened.isEmpty()) {
        Closing.quietly(opened.pop());
      }
    } finally {
      closing.unlock();
    }
  }
}
