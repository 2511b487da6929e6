package dcm.discord;

import dcm.discord.wire.Ending;
import dcm.discord.wire.GatewayAddress;
import dcm.discord.wire.Line;
import dcm.discord.wire.News;
import dcm.discord.wire.Session;
import dcm.discord.wire.Wire;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
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
 * Holds the gateway connection: one in the whole cluster. It asks where the gateway is, connects,
 * passes on what comes in, and when the line breaks it resumes or, with patience, identifies anew.
 * Nobody else reconnects. A token that Discord refuses is not tried again.
 */
final class Doorman extends AbstractBehavior<Doorman.Message> {
  private static final Duration LASTING = Duration.ofSeconds(60);
  private static final int RESUMES = 4;

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

  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Wire wire;
  private final Consumer<News.Knock> desk;
  private final Consumer<Long> welcomed;
  private final ActorRef<Registrar.Message> registrar;
  private final AtomicBoolean members;
  private @Nullable Line line;
  private @Nullable Session session;
  private @Nullable MemberId self;
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
      Behavior<Registrar.Message> registrar) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new Doorman(
                context,
                timers,
                wire,
                members,
                desk,
                welcomed,
                context.spawn(registrar, "registrar"))));
  }

  private Doorman(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wire wire,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      ActorRef<Registrar.Message> registrar) {
    super(context);
    this.timers = timers;
    this.wire = wire;
    this.members = members;
    this.desk = desk;
    this.welcomed = welcomed;
    this.registrar = registrar;
    context.getSelf().tell(Connect.NOW);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Connect.NOW, this::onConnect)
        .onMessage(Directions.class, this::onDirections)
        .onMessage(Said.class, this::onSaid)
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
    } else {
      getContext().pipeToSelf(wire.rest().gateway(), Directions::new);
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
        welcomed.accept(welcome.application());
        timers.startSingleTimer("lasted", new Lasted(said.line()), LASTING);
      }
      case News.Resumed _ -> {
        getContext().getLog().info("Took up the Discord session again");
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
    getContext().pipeToSelf(closing.close(), (_, _) -> new Closed());
    return this;
  }

  private Behavior<Message> onPostStop() {
    if (line != null) {
      line.close();
    }
    return this;
  }
}
