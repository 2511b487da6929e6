package dcm.discord;

import dcm.discord.wire.Ending;
import dcm.discord.wire.GatewayAddress;
import dcm.discord.wire.Line;
import dcm.discord.wire.News;
import dcm.discord.wire.Session;
import dcm.discord.wire.Wire;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.redis.GatewaySession;
import dcm.redis.GatewaySessions;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Holds the gateway connection: one in the whole cluster. A process that starts takes up the
 * session that the one before it left in Redis. It asks where the gateway is, connects, passes on
 * what comes in, and when the line breaks it resumes or, with patience, identifies anew. Nobody
 * else reconnects. A token that Discord refuses is not tried again.
 */
final class Doorman extends AbstractBehavior<Doorman.Message> {
  private static final Duration LASTING = Duration.ofSeconds(60);
  private static final int RESUMES = 4;
  private static final int SHARD = 0;
  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  private static final int STILL_HERE = 60;
  private static final String TOUR_AGAIN = "tour";
  private static final Duration TOUR_PAUSE = Duration.ofSeconds(30);

  sealed interface Message {}

  /** Let go of the line and stop: the singleton moves. */
  enum Leave implements Message {
    NOW
  }

  private enum Connect implements Message {
    NOW
  }

  private record Directions(@Nullable GatewayAddress address, @Nullable Throwable failure)
      implements Message {}

  private record Said(Line line, News news) implements Message {}

  private record Broken(Line line, Ending ending) implements Message {}

  private record Lasted(Line line) implements Message {}

  /** What the process before us left, when it left anything. */
  private record Recalled(@Nullable GatewaySession session) implements Message {}

  /** Time to note how far we are. */
  private enum Note implements Message {
    NOW
  }

  private record Noted(String session) implements Message {}

  private record Toured(@Nullable Throwable failure) implements Message {}

  private record TourAgain(Line line) implements Message {}

  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Wire wire;
  private final Consumer<News.Knock> desk;
  private final Consumer<Long> welcomed;
  private final ActorRef<Registrar.Message> registrar;
  private final GatewaySessions sessions;
  private final AtomicBoolean members;
  private @Nullable Line line;
  private @Nullable Session session;
  private @Nullable MemberId self;
  private long application;
  private boolean asked;

  /** The session is another process's: we know nothing yet of what it was told. */
  private boolean inherited;

  /** What was noted last, so that nothing is noted twice. */
  private @Nullable Session noted;

  /** The id of the session that the next process will find. */
  private String findable = "";

  private int quiet;
  private int failures;

  /**
   * @param members with the members intent; set to false when Discord refuses it
   * @param desk takes interactions, on the connection's thread; must not block
   * @param welcomed hears the application's id at each login
   */
  static Behavior<Message> create(
      Wire wire,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      Behavior<Registrar.Message> registrar,
      GatewaySessions sessions) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new Doorman(
                context,
                timers,
                wire,
                members,
                desk,
                welcomed,
                context.spawn(registrar, "registrar"),
                sessions)));
  }

  private Doorman(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wire wire,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      ActorRef<Registrar.Message> registrar,
      GatewaySessions sessions) {
    super(context);
    this.timers = timers;
    this.wire = wire;
    this.members = members;
    this.desk = desk;
    this.welcomed = welcomed;
    this.registrar = registrar;
    this.sessions = sessions;
    context.getSelf().tell(Connect.NOW);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Connect.NOW, this::onConnect)
        .onMessage(Directions.class, this::onDirections)
        .onMessage(Said.class, this::onSaid)
        .onMessage(Recalled.class, this::onRecalled)
        .onMessageEquals(Note.NOW, this::onNote)
        .onMessage(Noted.class, this::onNoted)
        .onMessage(Toured.class, this::onToured)
        .onMessage(TourAgain.class, this::onTourAgain)
        .onMessage(Lasted.class, this::onLasted)
        .onMessage(Broken.class, this::onBroken)
        .onMessageEquals(Leave.NOW, this::onLeave)
        .onMessage(Closed.class, _ -> Behaviors.stopped())
        .onSignal(PostStop.class, _ -> onPostStop())
        .build();
  }

  private Behavior<Message> onConnect() {
    if (session != null) {
      connect(session.resumeUrl(), session);
    } else if (!asked) {
      asked = true;
      // without Redis there is nothing to take up: that is no failure
      getContext().pipeToSelf(sessions.look(SHARD), (left, _) -> new Recalled(left));
    } else {
      getContext().pipeToSelf(wire.rest().gateway(), Directions::new);
    }
    return this;
  }

  private Behavior<Message> onRecalled(Recalled recalled) {
    var left = recalled.session();
    if (left != null && left.members() == members.get()) {
      session = new Session(left.id(), left.sequence(), left.resumeUrl());
      self = new MemberId(left.user());
      application = left.application();
      inherited = true;
    }
    return onConnect();
  }

  /**
   * At most once a second, and once a minute when nothing happens: Discord forgets, so does Redis.
   */
  private Behavior<Message> onNote() {
    var now = line == null ? null : line.session();
    if (now == null || self == null || (now.equals(noted) && ++quiet < STILL_HERE)) {
      return this;
    }
    noted = now;
    findable = now.id();
    quiet = 0;
    var kept =
        new GatewaySession(
            now.id(), now.sequence(), now.resumeUrl(), members.get(), application, self.value());
    getContext()
        .pipeToSelf(
            sessions.keep(SHARD, kept), (_, failure) -> new Noted(failure == null ? now.id() : ""));
    return this;
  }

  private Behavior<Message> onNoted(Noted what) {
    findable = what.session();
    return this;
  }

  /** A session that was taken over tells only what is new: the rest is asked for. */
  private void tour(Line resumed, MemberId me) {
    var doorman = getContext().getSelf();
    getContext()
        .pipeToSelf(
            wire.rest().tour(me, seen -> doorman.tell(new Said(resumed, seen))),
            (_, failure) -> new Toured(failure));
  }

  private Behavior<Message> onToured(Toured toured) {
    if (toured.failure() == null) {
      inherited = false;
    } else if (line != null && self != null) {
      getContext().getLog().warn("Discord did not tell of all guilds: {}", toured.failure());
      timers.startSingleTimer(TOUR_AGAIN, new TourAgain(line), TOUR_PAUSE);
    }
    return this;
  }

  private Behavior<Message> onTourAgain(TourAgain again) {
    if (again.line() == line && self != null) {
      tour(again.line(), self);
    }
    return this;
  }

  private Behavior<Message> onDirections(Directions directions) {
    if (directions.address() == null) {
      return later("Discord does not tell where its gateway is: " + directions.failure());
    }
    Duration wait = Patience.until(directions.address());
    if (!wait.isZero()) {
      getContext()
          .getLog()
          .error(
              "Only {} logins are left before Discord resets the bot's token: waiting {}",
              directions.address().remaining(),
              wait);
      timers.startSingleTimer(Connect.NOW, wait);
      return this;
    }
    connect(directions.address().url(), null);
    return this;
  }

  private void connect(String url, @Nullable Session resume) {
    var context = getContext();
    var self = context.getSelf();
    var opened = wire.connect(url, members.get(), resume, (line, news) -> hear(self, line, news));
    line = opened;
    context.pipeToSelf(opened.ended(), (ending, _) -> new Broken(opened, ending));
  }

  /** On the connection's thread: an interaction has three seconds and does not queue up here. */
  private void hear(ActorRef<Message> self, Line line, News news) {
    if (news instanceof News.Knock knock) {
      desk.accept(knock);
    } else {
      self.tell(new Said(line, news));
    }
  }

  private Behavior<Message> onSaid(Said said) {
    if (said.line() != line) {
      return this;
    }
    switch (said.news()) {
      case News.Welcome welcome -> {
        getContext().getLog().info("Logged in to Discord");
        self = new MemberId(welcome.user());
        application = welcome.application();
        inherited = false;
        timers.startTimerWithFixedDelay(Note.NOW, A_MOMENT);
        welcomed.accept(welcome.application());
        timers.startSingleTimer("lasted", new Lasted(said.line()), LASTING);
      }
      case News.Resumed _ -> {
        getContext().getLog().info("Took up the Discord session again");
        timers.startTimerWithFixedDelay(Note.NOW, A_MOMENT);
        if (inherited && self != null) {
          welcomed.accept(application);
          tour(said.line(), self);
        }
        timers.startSingleTimer("lasted", new Lasted(said.line()), LASTING);
      }
      case News.Knock _ -> {}
      case News.GuildSeen seen -> {
        register(seen.guild(), seen);
        if (members.get() && !seen.complete()) {
          said.line().askForMembers(seen.guild());
        }
      }
      case News.GuildChanged changed -> register(changed.guild(), changed);
      case News.GuildGone gone -> register(gone.guild(), gone);
      case News.RoleSeen role -> register(role.guild(), role);
      case News.RoleGone role -> register(role.guild(), role);
      case News.PlaceSeen place -> register(place.guild(), place);
      case News.PlaceGone place -> register(place.guild(), place);
      case News.PeopleSeen people -> register(people.guild(), people);
      case News.PersonGone person -> register(person.guild(), person);
    }
    return this;
  }

  private void register(GuildId guild, News news) {
    if (self != null) {
      registrar.tell(new Registrar.Heard(guild, news, self));
    }
  }

  private Behavior<Message> onLasted(Lasted lasted) {
    if (lasted.line() == line) {
      failures = 0;
    }
    return this;
  }

  private Behavior<Message> onBroken(Broken broken) {
    if (broken.line() != line) {
      return this;
    }
    line = null;
    timers.cancel("lasted");
    timers.cancel(Note.NOW);
    var ending = broken.ending();
    // an address that never takes a session up again must not keep us out for ever
    session = failures < RESUMES ? ending.session() : null;
    if (ending.tokenRefused()) {
      getContext().getLog().error("Discord refuses the bot's token: set DCM_DISCORD_TOKEN anew");
      return this;
    }
    if (ending.intentRefused() && members.get()) {
      getContext()
          .getLog()
          .error(
              "Discord refuses the members intent: switch it on in the developer portal, or"
                  + " dcm.discord.members-intent off. Going on without");
      members.set(false);
    }
    if (inherited && session == null) {
      // Discord has forgotten what the process before us left: that cost no login
      inherited = false;
      timers.startSingleTimer(Connect.NOW, A_MOMENT);
      return this;
    }
    return later("The line to Discord broke: " + ending.told());
  }

  private Behavior<Message> later(String why) {
    double dice = ThreadLocalRandom.current().nextDouble();
    Duration wait = Patience.before(failures++, session != null, dice);
    getContext().getLog().warn("{}. Trying again in {}", why, wait);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private Behavior<Message> onLeave() {
    timers.cancelAll();
    if (line == null) {
      return Behaviors.stopped();
    }
    var closing = line;
    line = null;
    if (isFindable(closing)) {
      closing.drop();
      return Behaviors.stopped();
    }
    getContext().pipeToSelf(closing.close(), (_, _) -> new Closed());
    return this;
  }

  private Behavior<Message> onPostStop() {
    if (line != null && isFindable(line)) {
      line.drop();
    } else if (line != null) {
      line.close();
    }
    return this;
  }

  /** Whether the next process will find the line's session: then it is not ended. */
  private boolean isFindable(Line held) {
    var last = held.session();
    return last != null && last.id().equals(findable);
  }
}
