package dcm.discord;

import dcm.discord.wire.Ending;
import dcm.discord.wire.Entry;
import dcm.discord.wire.Line;
import dcm.discord.wire.News;
import dcm.discord.wire.Session;
import dcm.discord.wire.Shard;
import dcm.discord.wire.Wire;
import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.redis.GatewaySession;
import dcm.redis.GatewaySessions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the gateway connection of one shard, one in the whole cluster: resumes what the process
 * before left or the broken line allows, else with patience identifies anew. Nobody else
 * reconnects, and whoever learns that the shard has gone to another doorman lets go.
 *
 * <p>Long, because every message may come in every state of the line: the states are read side by
 * side here.
 */
final class Doorman extends AbstractBehavior<Doorman.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);
  private static final Duration LASTING = Duration.ofSeconds(60);

  /** Tries in a row, within about 13 s, before a session counts as lost. */
  private static final int MAX_RESUMES = 7;

  private static final Duration A_MOMENT = Duration.ofSeconds(1);
  private static final Duration UNTIL_REDIS = Duration.ofSeconds(2);
  private static final Duration SUPERSEDED = Duration.ofSeconds(30);

  sealed interface Message {}

  /** Let go of the line and stop: the shard moves. */
  enum Leave implements Message {
    NOW
  }

  private enum Connect implements Message {
    NOW
  }

  private record Directions(IdentifyTurns.@Nullable Turn turn, @Nullable Throwable failure)
      implements Message {}

  private record Said(Line line, News news) implements Message {}

  private record Broken(Line line, Ending ending) implements Message {}

  private record Lasted(Line line) implements Message {}

  /** The shard is ours; with what the process before us left, when it left anything. */
  private record Claimed(@Nullable GatewaySession left, @Nullable Throwable failure)
      implements Message {}

  /** Whether the shard is still ours. */
  private record Ours(boolean is) implements Message {}

  /** Time to note how far we are. */
  private enum Note implements Message {
    NOW
  }

  private record Noted(boolean ours) implements Message {}

  /** A guild as it was read over REST, whatever becomes of the line meanwhile. */
  private record Read(News.GuildSeen guild) implements Message {}

  private enum Toured implements Message {
    NOW
  }

  /** Somebody does something in this guild. */
  private record Used(GuildId guild) implements Message {}

  /** Time to ask for the members of the next guild. */
  private enum AskForMembers implements Message {
    NOW
  }

  private record Closed() implements Message {}

  private final TimerScheduler<Message> timers;
  private final Wire wire;
  private final Shard shard;
  private final IdentifyTurns turns;
  private final String name;
  private final Consumer<News.Knock> desk;
  private final Consumer<Long> welcomed;
  private final ActorRef<Registrar.Message> registrar;
  private final SessionBook book;
  private final GatewayMeter meter = new GatewayMeter();
  private final MemberRequests requests = new MemberRequests();
  private final ShardStatus status;
  private final AtomicBoolean members;
  private @Nullable Line line;
  private @Nullable Session session;
  private News.@Nullable Welcome login;
  private @Nullable ActorRef<Tour.Message> tour;
  private boolean claimed;

  /** The session is another process's: we know nothing yet of what it was told. */
  private boolean inherited;

  /** The line that is open has logged in or taken up its session. */
  private boolean settled;

  /** Tries in a row to begin a session that led to no connection that lasted. */
  private int failures;

  /** Breaks in a row of connections that did not last. */
  private int breaks;

  /** Tries in a row to take up the session that Discord did not answer. */
  private int unresumed;

  /** Why we wait, as it was told to the log last. */
  private String told = "";

  /**
   * @param members with the members intent; set to false when Discord refuses it
   * @param desk takes interactions, on the connection's thread; must not block
   * @param welcomed hears the application's id at each login of the first shard
   * @param status learns how the connection is
   */
  static Behavior<Message> create(
      Wire wire,
      Shard shard,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      Behavior<Registrar.Message> registrar,
      GatewaySessions sessions,
      IdentifyTurns turns,
      ShardStatus status) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers ->
            new Doorman(
                context,
                timers,
                wire,
                shard,
                members,
                desk,
                welcomed,
                context.spawn(registrar, "registrar"),
                sessions,
                turns,
                status)));
  }

  private Doorman(
      ActorContext<Message> context,
      TimerScheduler<Message> timers,
      Wire wire,
      Shard shard,
      AtomicBoolean members,
      Consumer<News.Knock> desk,
      Consumer<Long> welcomed,
      ActorRef<Registrar.Message> registrar,
      GatewaySessions sessions,
      IdentifyTurns turns,
      ShardStatus status) {
    super(context);
    context.setLoggerName(Doorman.class);
    this.timers = timers;
    this.wire = wire;
    this.shard = shard;
    this.turns = turns;
    this.name = shard + " " + UUID.randomUUID();
    this.members = members;
    this.desk = desk;
    this.welcomed = welcomed;
    this.registrar = registrar;
    this.book = new SessionBook(sessions, shard, name);
    this.status = status;
    context.getSelf().tell(Connect.NOW);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessageEquals(Connect.NOW, this::onConnect)
        .onMessage(Directions.class, this::onDirections)
        .onMessage(Said.class, this::onSaid)
        .onMessage(Claimed.class, this::onClaimed)
        .onMessage(Ours.class, this::onOurs)
        .onMessageEquals(Note.NOW, this::onNote)
        .onMessage(Noted.class, this::onNoted)
        .onMessage(Used.class, this::onUsed)
        .onMessageEquals(AskForMembers.NOW, this::onAskForMembers)
        .onMessage(Read.class, this::onRead)
        .onMessageEquals(Toured.NOW, this::onToured)
        .onMessage(Lasted.class, this::onLasted)
        .onMessage(Broken.class, this::onBroken)
        .onMessageEquals(Leave.NOW, this::onLeave)
        .onMessage(Closed.class, _ -> Behaviors.stopped())
        .onSignal(PreRestart.class, _ -> onRestart())
        .onSignal(PostStop.class, _ -> onStop())
        .build();
  }

  private Behavior<Message> onConnect() {
    if (claimed) {
      // while Redis is away nobody else can have claimed it
      getContext().pipeToSelf(book.isOurs(), (ours, failure) -> new Ours(failure != null || ours));
    } else {
      // a session that is taken up brings what Discord kept, of which the age has to be known
      var clocks = wire.compareClocks();
      getContext()
          .pipeToSelf(book.claim().thenCompose(left -> clocks.thenApply(_ -> left)), Claimed::new);
    }
    return this;
  }

  private Behavior<Message> onClaimed(Claimed answer) {
    if (answer.failure() != null) {
      return pause(UNTIL_REDIS, "Redis is away, with the Discord session if there is one");
    }
    claimed = true;
    var left = answer.left();
    if (left != null && left.members() == members.get() && left.shards() == shard.of()) {
      session = new Session(left.id(), left.sequence(), left.resumeUrl());
      login = new News.Welcome(left.application(), left.user());
      inherited = true;
    }
    return enter();
  }

  private Behavior<Message> onOurs(Ours ours) {
    return ours.is() ? enter() : superseded();
  }

  private Behavior<Message> enter() {
    if (session != null) {
      connect(new Entry.Resume(session));
    } else {
      getContext().pipeToSelf(turns.ask(shard, name), Directions::new);
    }
    return this;
  }

  /** Another doorman holds the shard: this process was stopped, or cut off, and goes on late. */
  private Behavior<Message> superseded() {
    if (line != null) {
      line.drop();
      hungUp();
    }
    session = null;
    endTour();
    return pause(SUPERSEDED, "Another process holds this Discord shard: letting go of it");
  }

  private Behavior<Message> onNote() {
    var now = line == null ? null : line.session();
    if (now != null && login != null && book.isDue(now)) {
      getContext()
          .pipeToSelf(
              book.write(now, login, members.get()),
              (ours, failure) -> new Noted(failure != null || ours));
    }
    return this;
  }

  private Behavior<Message> onNoted(Noted noted) {
    return noted.ours() ? this : superseded();
  }

  /**
   * A session that was taken over tells only what is new: the rest is read over REST. That takes
   * minutes where there are thousands of guilds, and goes on when the line breaks.
   */
  private void tour(MemberId me) {
    if (tour != null) {
      return;
    }
    var doorman = getContext().getSelf();
    var rest = wire.rest();
    tour =
        getContext()
            .spawnAnonymous(
                Tour.create(
                    new Tour.Source(
                        rest::guildsAfter, shard::covers, guild -> rest.guild(guild, me)),
                    new Tour.Listener() {
                      @Override
                      public void seen(News.GuildSeen guild) {
                        doorman.tell(new Read(guild));
                      }

                      @Override
                      public void done() {
                        doorman.tell(Toured.NOW);
                      }
                    }));
  }

  private void endTour() {
    if (tour != null) {
      getContext().stop(tour);
      tour = null;
    }
  }

  private Behavior<Message> onRead(Read read) {
    if (tour != null) {
      tell(read.guild());
    }
    return this;
  }

  private Behavior<Message> onToured() {
    if (tour != null) {
      getContext().getLog().info("Shard {}: all guilds of the taken over session were read", shard);
      tour = null;
      inherited = false;
    }
    return this;
  }

  private Behavior<Message> onDirections(Directions directions) {
    return switch (directions.turn()) {
      case IdentifyTurns.Turn.Granted granted -> {
        connect(granted.entry());
        yield this;
      }
      case IdentifyTurns.Turn.NotYet(Duration wait, String why) -> pause(wait, why);
      case null -> later("Discord does not tell where its gateway is: " + directions.failure());
    };
  }

  /** Told once for each reason in a row: it may take long. */
  private Behavior<Message> pause(Duration wait, String why) {
    if (!why.equals(told)) {
      told = why;
      getContext().getLog().warn("Shard {}: {}. Trying again in {}", shard, why, wait);
    }
    status.disconnected(why);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private void connect(Entry entry) {
    var context = getContext();
    var self = context.getSelf();
    told = "";
    settled = false;
    var opened = wire.connect(shard, members.get(), entry, (line, news) -> hear(self, line, news));
    line = opened;
    context.pipeToSelf(opened.ended(), (ending, _) -> new Broken(opened, ending));
  }

  /** On the connection's thread: an interaction has three seconds and does not queue up here. */
  private void hear(ActorRef<Message> self, Line line, News news) {
    if (news instanceof News.Knock knock) {
      desk.accept(knock);
      var seat = knock.interaction().visitor().seat();
      if (seat != null) {
        self.tell(new Used(new GuildId(seat.guild())));
      }
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
        getContext().getLog().info("Shard {} logged in to Discord", shard);
        meter.identified();
        login = welcome;
        inherited = false;
        endTour();
        // it tells of every guild anew
        requests.clear();
        welcome(welcome);
        settle(said.line());
      }
      case News.Resumed _ -> {
        getContext().getLog().info("Shard {} took up its Discord session again", shard);
        meter.resumed();
        if (inherited && login != null) {
          welcome(login);
          tour(new MemberId(login.user()));
        }
        settle(said.line());
      }
      case News.Knock _ -> {}
      case News.OfGuild news -> tell(news);
    }
    return this;
  }

  private void tell(News.OfGuild news) {
    if (login != null) {
      registrar.tell(new Registrar.Heard(news.guild(), news, new MemberId(login.user())));
    }
    switch (news) {
      case News.GuildSeen seen when members.get() && !seen.complete() -> requests.add(seen.guild());
      case News.GuildSeen seen -> requests.over(seen.guild());
      case News.GuildGone gone -> requests.over(gone.guild());
      case News.PeopleSeen seen when seen.last() -> requests.over(seen.guild());
      case News.PeopleSeen seen -> requests.progress(seen.guild(), Instant.now());
      case News.GuildChanged _,
          News.RoleSeen _,
          News.RoleGone _,
          News.PlaceSeen _,
          News.PlaceGone _,
          News.PersonGone _ -> {}
    }
    status.memberRequests(requests.size());
  }

  private Behavior<Message> onUsed(Used used) {
    requests.prefer(used.guild());
    registrar.tell(new Registrar.Prefer(used.guild()));
    return this;
  }

  /** One guild at a time: Discord ends a connection that asks for many at once. */
  private Behavior<Message> onAskForMembers() {
    var now = Instant.now();
    var guild = requests.next(now);
    if (guild != null && line != null && line.askForMembers(guild)) {
      requests.sent(guild, now);
    }
    return this;
  }

  private void welcome(News.Welcome login) {
    if (shard.isFirst()) {
      welcomed.accept(login.application());
    }
  }

  private void settle(Line begun) {
    // a login is noted at once: it may have to go already
    getContext().getSelf().tell(Note.NOW);
    settled = true;
    unresumed = 0;
    status.connected();
    timers.startTimerWithFixedDelay(Note.NOW, A_MOMENT);
    timers.startTimerWithFixedDelay(AskForMembers.NOW, MemberRequests.INTERVAL);
    timers.startSingleTimer("lasted", new Lasted(begun), LASTING);
  }

  private Behavior<Message> onLasted(Lasted lasted) {
    if (lasted.line() == line) {
      failures = 0;
      breaks = 0;
    }
    return this;
  }

  private Behavior<Message> onBroken(Broken broken) {
    if (broken.line() != line) {
      return this;
    }
    hungUp();
    meter.broke();
    var ending = broken.ending();
    unresumed = settled ? 0 : unresumed + 1;
    // an address that never takes a session up again must not keep us out for ever
    session = unresumed < MAX_RESUMES ? ending.session() : null;
    if (session == null) {
      unresumed = 0;
    }
    if (ending.tokenRefused()) {
      status.disconnected("Discord refuses the bot's token");
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
      endTour();
      timers.startSingleTimer(Connect.NOW, A_MOMENT);
      return this;
    }
    return later("The line to Discord broke: " + ending.told());
  }

  private void hungUp() {
    line = null;
    timers.cancel("lasted");
    timers.cancel(Note.NOW);
    timers.cancel(AskForMembers.NOW);
    requests.disconnected();
    status.memberRequests(requests.size());
  }

  private Behavior<Message> later(String why) {
    double dice = ThreadLocalRandom.current().nextDouble();
    Duration wait =
        session == null
            ? Patience.beforeLogin(failures++, dice)
            : Patience.beforeResume(breaks++, dice);
    getContext().getLog().warn("Shard {}: {}. Trying again in {}", shard, why, wait);
    status.disconnected(why);
    timers.startSingleTimer(Connect.NOW, wait);
    return this;
  }

  private Behavior<Message> onLeave() {
    timers.cancelAll();
    meter.left();
    if (line == null) {
      return Behaviors.stopped();
    }
    var noted = letGo(line);
    hungUp();
    getContext().pipeToSelf(noted, (_, _) -> new Closed());
    return this;
  }

  /** The session is never ended: the next process takes it up, or Discord forgets it by itself. */
  private CompletionStage<Boolean> letGo(Line held) {
    held.drop();
    var last = held.session();
    return last == null || login == null
        ? CompletableFuture.completedFuture(false)
        : book.write(last, login, members.get());
  }

  private Behavior<Message> onRestart() {
    status.disconnected("it failed, and begins again after a while");
    return onEnd();
  }

  private Behavior<Message> onStop() {
    status.end();
    return onEnd();
  }

  private Behavior<Message> onEnd() {
    meter.left();
    if (line != null) {
      letGo(line)
          .whenComplete((_, failure) -> {
            if (failure != null) {
              LOG.warn("Where the Discord session broke off was not noted", failure);
            }
          });
    }
    return this;
  }
}
