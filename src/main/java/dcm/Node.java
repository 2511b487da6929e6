package dcm;

import com.typesafe.config.Config;
import dcm.auth.AccessTokens;
import dcm.auth.Logins;
import dcm.auth.SigningKeys;
import dcm.cluster.ClusterDatabase;
import dcm.discord.Bot;
import dcm.discord.HttpDoor;
import dcm.entity.Guilds;
import dcm.entity.WakeUps;
import dcm.http.Front;
import dcm.http.Interactions;
import dcm.http.Rooms;
import dcm.journal.Database;
import dcm.journal.Fence;
import dcm.journal.Passing;
import dcm.journal.SharedSchema;
import dcm.notify.Messengers;
import dcm.redis.RateLimits;
import dcm.redis.Redis;
import dcm.redis.Tickets;
import dcm.sandbox.Sandbox;
import dcm.view.View;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.jspecify.annotations.Nullable;

/** One node: the rooms, opened in the order a command walks them and closed in the other. */
final class Node implements AutoCloseable {
  private static final Duration FIRST_LOGIN = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofMillis(500);

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
  private final ReentrantLock closing = new ReentrantLock();
  private final Config operator;
  private final Clock clock = Clock.systemUTC();
  private @Nullable Sandbox sandbox;
  private @Nullable ActorSystem<Void> system;
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
    var system = startSystem(surroundings.config());
    var config = openSandbox(system, surroundings.config());
    var settings = Settings.of(config);
    this.settings = settings;

    SharedSchema.migrate(Database.get(system).settings());
    var view = View.open(system);

    var redis = keep(Redis.open(settings.redis()));
    var limits = new RateLimits(redis);
    var nodes = keep(ClusterDatabase.open(config));
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
            Passing::is);
    WakeUps.start(system, view.due()::at, guilds, settings.wakeUps());

    var bot = Bot.open(system, settings.discord(), guilds, limits, redis, clock);
    messengers.begin(guilds, bot.directMessages(), bot.guildChannels());

    var front =
        Waiting.on(
            Front.open(
                system,
                settings.http(),
                new Rooms(
                    guilds,
                    view,
                    limits,
                    new Tickets(redis),
                    tokens,
                    logins,
                    keys,
                    settings.auth(),
                    interactions(bot.door()))));
    this.front = front;
    keep(() -> Waiting.on(front.close(GRACE)));
    // whoever logs in at once must not find Redis not yet asked
    Waiting.on(redis.tried());
    if (sandbox != null) {
      // nor somebody who types at once a Discord that knows no commands
      Waiting.atMost(FIRST_LOGIN, bot.atWork());
    }
  }

  /** The two rooms may not know each other. */
  private static @Nullable Interactions interactions(@Nullable HttpDoor door) {
    return door == null
        ? null
        : (signature, timestamp, body) ->
            door.knock(signature, timestamp, body)
                .thenApply(answer -> new Interactions.Answer(answer.status(), answer.json()));
  }

  /** A cluster of one, until nodes find each other in the database. */
  private ActorSystem<Void> startSystem(Config config) {
    var started = ActorSystem.<Void>create(Behaviors.empty(), "dcm", config);
    this.system = started;
    keep(() -> {
      started.terminate();
      Waiting.on(started.getWhenTerminated());
    });
    var cluster = Cluster.get(started);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    return started;
  }

  /** Opens the local Discord unless it is switched off, and points at it when there is no token. */
  private Config openSandbox(ActorSystem<Void> system, Config config) throws WrongSettings {
    var sandbox = Settings.sandbox(config);
    if (!sandbox.on()) {
      return config;
    }
    var local = Waiting.on(Sandbox.open(system, sandbox));
    // it ends with the actors: the bot says goodbye first
    this.sandbox = local;
    return Surroundings.embedsDiscord(config) ? Settings.at(local, config) : config;
  }

  /** What to print once everything is open. */
  String welcome() {
    return Welcome.text(operator, front.url(), sandbox, settings);
  }

  /** Waits until the node was told to stop, or had to. */
  void untilClosed() {
    Waiting.on(system.getWhenTerminated());
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
