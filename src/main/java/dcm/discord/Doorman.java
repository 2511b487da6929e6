package dcm.discord;

import dcm.discord.wire.Ending;
import dcm.discord.wire.GatewayAddress;
import dcm.discord.wire.Line;
import dcm.discord.wire.News;
import dcm.discord.wire.Session;
import dcm.discord.wire.Wire;
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
 * Holds the gateway connection, one in the whole cluster: resumes what the process before left or
 * the broken line allows, else with patience identifies anew. Nobody else reconnects.
 *
 * <p>Long, because every message may come in every state of the line: the states are read side by
 * side here.
 */
final class Doorman extends AbstractBehavior<Doorman.Message> {
  private static final Duration LASTING = Duration.ofSeconds(60);
  private static final int RESUMES = 4;
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

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

  private record Toured(Line line) implements Message {}

  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Wire wire;
  private final Consumer<News.Knock> desk;
  private final Consumer<Long> welcomed;
  private final ActorRef<Registrar.Message> registrar;
  private final SessionBook book;
  private final GatewayMeter meter = new GatewayMeter();
  private final AtomicBoolean members;
  private @Nullable Line line;
  private @Nullable Session session;
  private News.@Nullable Welcome login;
  private @Nullable ActorRef<Tour.Message> tour;
  private boolean asked;

  /** The session is another process's: we know nothing yet of what it was told. */
  private boolean inherited;

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
                new SessionBook(sessions))));
  }

  private Doorman(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wire wire,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      ActorRef<Registrar.Message> registrar,
      SessionBook book) {
    super(context);
    this.timers = timers;
    this.wire = wire;
    this.members = members;
    this.desk = desk;
    this.welcomed = welcomed;
    this.registrar = registrar;
    this.book = book;
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
      getContext().pipeToSelf(book.look(), (left, _) -> new Recalled(left));
    } else {
      getContext().pipeToSelf(wire.rest().gateway(), Directions::new);
    }
    return this;
  }

  private Behavior<Message> onRecalled(Recalled recalled) {
    var left = recalled.session();
    if (left != null && left.members() == members.get()) {
      session = new Session(left.id(), left.sequence(), left.resumeUrl());
      login = new News.Welcome(left.application(), left.user());
      inherited = true;
    }
    return onConnect();
  }

  private Behavior<Message> onNote() {
    var now = line == null ? null : line.session();
    if (now != null && login != null && book.isDue(now)) {
      getContext()
          .pipeToSelf(
              book.write(now, login, members.get()),
              (_, failure) -> new Noted(failure == null ? now.id() : ""));
    }
    return this;
  }

  private Behavior<Message> onNoted(Noted noted) {
    book.written(noted.session());
    return this;
  }

  /** A session that was taken over tells only what is new: the rest is asked for. */
  private void tour(Line resumed, MemberId me) {
    var doorman = getContext().getSelf();
    tour =
        getContext()
            .spawnAnonymous(
                Tour.create(
                    () -> wire.rest().tour(me, seen -> doorman.tell(new Said(resumed, seen))),
                    () -> doorman.tell(new Toured(resumed))));
  }

  private Behavior<Message> onToured(Toured toured) {
    if (toured.line() == line) {
      inherited = false;
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
        meter.identified();
        login = welcome;
        inherited = false;
        welcomed.accept(welcome.application());
        settle(said.line());
      }
      case News.Resumed _ -> {
        getContext().getLog().info("Took up the Discord session again");
        meter.resumed();
        if (inherited && login != null) {
          welcomed.accept(login.application());
          tour(said.line(), new MemberId(login.user()));
        }
        settle(said.line());
      }
      case News.Knock _ -> {}
      case News.OfGuild news -> {
        if (login != null) {
          registrar.tell(new Registrar.Heard(news.guild(), news, new MemberId(login.user())));
        }
        if (members.get() && news instanceof News.GuildSeen seen && !seen.complete()) {
          said.line().askForMembers(seen.guild());
        }
      }
    }
    return this;
  }

  private void settle(Line begun) {
    timers.startTimerWithFixedDelay(Note.NOW, A_MOMENT);
    timers.startSingleTimer("lasted", new Lasted(begun), LASTING);
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
    meter.broke();
    timers.cancel("lasted");
    timers.cancel(Note.NOW);
    if (tour != null) {
      getContext().stop(tour);
      tour = null;
    }
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
    meter.left();
    if (line == null) {
      return Behaviors.stopped();
    }
    var closing = line;
    line = null;
    if (book.isFindable(closing.session())) {
      closing.drop();
      return Behaviors.stopped();
    }
    getContext().pipeToSelf(closing.close(), (_, _) -> new Closed());
    return this;
  }

  private Behavior<Message> onPostStop() {
    meter.left();
    if (line != null && book.isFindable(line.session())) {
      line.drop();
    } else if (line != null) {
      line.close();
    }
    return this;
  }
}
