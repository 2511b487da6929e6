package dcm.http.live;

import dcm.entity.Published;
import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.Door;
import dcm.guild.GuildEvent;
import dcm.guild.GuildId;
import dcm.guild.GuildQuery;
import dcm.guild.GuildReply;
import dcm.guild.MemberId;
import dcm.guild.NotificationEvent;
import dcm.guild.Permission;
import dcm.guild.Question;
import dcm.guild.Refusal;
import dcm.guild.Standing;
import dcm.guild.Task;
import dcm.guild.TaskId;
import dcm.guild.TaskRef;
import dcm.http.Line;
import dcm.redis.OpaqueToken;
import dcm.redis.Ticket;
import dcm.view.PastEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. It waits for a ticket, joins the router, asks the guild who the viewer is, says
 * hello, and then sends one revision after another. Revisions come from the router or, where that
 * left a gap, from the journal; nothing is sent before what comes before it. One question is open
 * at a time, and what arrives meanwhile waits.
 *
 * <p>It is longer than our files are, because it is one state machine.
 */
final class LiveSocket extends AbstractMatchingBehavior<LiveSocket.Message> {

  /** What a socket hears. */
  sealed interface Message {}

  /** A text frame of the client's. */
  record Said(String text) implements Message {}

  /** The client said what is no short text. */
  record Babbled() implements Message {}

  /** The client is gone. */
  record Gone() implements Message {}

  /** From the router. */
  record Happened(Published event) implements Message {}

  record SendAway() implements Message {}

  /** An answer to our own question; the failure when there was none. */
  private record Ticketed(@Nullable Ticket ticket, @Nullable Throwable failure)
      implements Message {}

  private record ToldMe(@Nullable GuildReply reply, @Nullable Throwable failure)
      implements Message {}

  private record ToldTask(TaskId task, @Nullable GuildReply reply, @Nullable Throwable failure)
      implements Message {}

  private record ToldPast(@Nullable List<PastEvent> events, @Nullable Throwable failure)
      implements Message {}

  /** A timer's. */
  private enum Tick implements Message {
    NO_TICKET,
    TOKEN_ENDS,
    LOOK_AGAIN,
    ROOM_AGAIN,
    CUT
  }

  private static final int PAGE = 200;
  private static final Duration ROOM_AGAIN = Duration.ofMillis(20);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);
  private static final Duration STALLED = Duration.ofSeconds(20);

  private final LiveRooms rooms;
  private final GuildId guild;
  private final @Nullable Long since;
  private final Mouth mouth;
  private final TimerScheduler<Message> timers;
  private final Backlog backlog;
  private final Map<TaskId, Glimpse> glimpses = new HashMap<>();

  private @Nullable Ticket ticket;
  private @Nullable Viewer viewer;
  private boolean asking = true;
  private boolean closing;
  private @Nullable Instant stalledSince;

  /**
   * A task as the viewer saw it.
   *
   * @param asOf the guild's revision then
   */
  private record Glimpse(@Nullable Task task, long asOf) {}

  /**
   * @param since the last revision that the client saw; null: it starts now
   */
  static Behavior<Message> create(
      LiveRooms rooms, GuildId guild, @Nullable Long since, Mouth mouth) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new LiveSocket(context, rooms, guild, since, mouth, timers)));
  }

  private LiveSocket(
      ActorContext<Message> context,
      LiveRooms rooms,
      GuildId guild,
      @Nullable Long since,
      Mouth mouth,
      TimerScheduler<Message> timers) {
    super(context);
    this.rooms = rooms;
    this.guild = guild;
    this.since = since;
    this.mouth = mouth;
    this.timers = timers;
    this.backlog = new Backlog(rooms.limits().buffer());
    timers.startSingleTimer(Tick.NO_TICKET, rooms.limits().authDeadline());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    if (closing) {
      return message instanceof Gone || message == Tick.CUT ? end() : this;
    }
    return switch (message) {
      case Said said -> hear(said.text());
      case Babbled _ -> close(Closes.NOT_UNDERSTOOD);
      case Gone _ -> Behaviors.stopped();
      case Happened happened -> happened(happened.event());
      case SendAway _ -> close(Closes.RESTART);
      case Ticketed ticketed -> ticketed(ticketed);
      case ToldMe told -> toldMe(told);
      case ToldTask told -> toldTask(told);
      case ToldPast told -> toldPast(told);
      case Tick tick -> tick(tick);
    };
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      rooms.seats().giveBack();
      if (viewer != null) {
        rooms.seats().giveBackAs(seat(viewer.id()));
      }
      mouth.closeNow(Closes.RESTART);
    }
    return this;
  }

  private Behavior<Message> tick(Tick tick) {
    return switch (tick) {
      case NO_TICKET -> ticket == null ? close(Closes.NO_TICKET_IN_TIME) : this;
      case TOKEN_ENDS -> close(Closes.TOKEN_ENDED);
      case LOOK_AGAIN -> {
        if (!asking) {
          askMe();
        }
        yield this;
      }
      case ROOM_AGAIN -> proceed();
      case CUT -> end();
    };
  }

  private Behavior<Message> end() {
    mouth.cut();
    return Behaviors.stopped();
  }

  // the client

  private Behavior<Message> hear(String text) {
    return switch (ClientFrame.read(text)) {
      case ClientFrame.Auth auth when ticket == null && timers.isTimerActive(Tick.NO_TICKET) -> {
        timers.cancel(Tick.NO_TICKET);
        getContext()
            .pipeToSelf(
                rooms.tickets().take(guild.value(), new OpaqueToken(auth.ticket())), Ticketed::new);
        yield this;
      }
      case ClientFrame.Ping _ when viewer != null -> {
        if (mouth.hasRoom()) {
          mouth.say(Frames.pong());
        }
        yield this;
      }
      case ClientFrame.Pong _ -> this;
      case ClientFrame.Auth _, ClientFrame.Ping _, ClientFrame.Unknown _ ->
          close(Closes.NOT_UNDERSTOOD);
    };
  }

  private Behavior<Message> ticketed(Ticketed ticketed) {
    if (ticketed.failure() != null) {
      return close(Closes.TRY_AGAIN);
    }
    var good = ticketed.ticket();
    if (good == null || !good.tokenEnds().isAfter(Instant.now())) {
      return close(Closes.TOKEN_ENDED);
    }
    ticket = good;
    timers.startSingleTimer(Tick.TOKEN_ENDS, Duration.between(Instant.now(), good.tokenEnds()));
    // first join, then ask: what happens in between comes twice rather than never
    rooms.router().tell(new LiveRouter.Join(guild, getContext().getSelf()));
    askMe();
    return this;
  }

  // who is the viewer?

  private void askMe() {
    ask(new GuildQuery.Me(), ToldMe::new);
  }

  private Behavior<Message> toldMe(ToldMe told) {
    asking = false;
    return switch (told.reply()) {
      case GuildReply.Answered(Answer.Me me, long revision) -> {
        var known = viewer;
        viewer = Viewer.of(me, epoch(), revision);
        glimpses.clear();
        if (known == null && !welcome(revision)) {
          yield close(Closes.TOO_MANY_SOCKETS);
        }
        backlog.expect(revision);
        yield proceed();
      }
      case GuildReply.Declined(Refusal.Forbidden _) -> close(Closes.NOT_PERMITTED);
      case GuildReply.Declined _ -> close(Closes.TOKEN_ENDED);
      case null, default -> close(Closes.TRY_AGAIN);
    };
  }

  /** Says hello and decides where to begin; false when the viewer has too many sockets. */
  private boolean welcome(long revision) {
    var me = new MemberId(good().user());
    if (!rooms.seats().takeAs(seat(me))) {
      viewer = null;
      return false;
    }
    timers.startTimerWithFixedDelay(Tick.LOOK_AGAIN, rooms.limits().ping());
    mouth.say(Frames.hello(revision));
    if (since == null) {
      backlog.begin(revision);
    } else if (since > revision || revision - since > rooms.limits().catchUp()) {
      mouth.say(Frames.resync(revision));
      backlog.begin(revision);
    } else {
      backlog.begin(since);
    }
    return true;
  }

  // what happened

  private Behavior<Message> happened(Published event) {
    backlog.add(new Backlog.Entry(event.revision(), event.recorded(), event.task(), true));
    return asking ? this : proceed();
  }

  /** Sends what can be sent now; asks what has to be asked first. */
  private Behavior<Message> proceed() {
    while (!asking && !closing && viewer != null) {
      if (!mouth.hasRoom()) {
        return waitForRoom();
      }
      stalledSince = null;
      var next = backlog.next();
      if (next == null) {
        if (!backlog.isBehind()) {
          return this;
        }
        askPast();
      } else if (viewer.isSentAwayBy(next.recorded().event())) {
        return close(Closes.TOKEN_ENDED);
      } else if (viewer.asOf() < next.revision()
          && viewer.isDoubtfulAfter(next.recorded().event())) {
        askMe();
      } else {
        show(next, viewer);
      }
    }
    return this;
  }

  private Behavior<Message> waitForRoom() {
    var now = Instant.now();
    if (stalledSince == null) {
      stalledSince = now;
    }
    if (backlog.isFull() || stalledSince.isBefore(now.minus(STALLED))) {
      closing = true;
      mouth.closeNow(Closes.TOO_SLOW);
      timers.startSingleTimer(Tick.CUT, LAST_WORDS);
      return this;
    }
    timers.startSingleTimer(Tick.ROOM_AGAIN, ROOM_AGAIN);
    return this;
  }

  private void show(Backlog.Entry entry, Viewer viewer) {
    switch (Sight.of(entry.recorded().event())) {
      case Sight.Everybody _ -> show(entry, null, true);
      case Sight.Nobody _ -> {
        show(entry, null, false);
        inbox(entry, viewer);
      }
      case Sight.With with -> show(entry, null, viewer.may(with.permission()));
      case Sight.OfTask of -> {
        if (entry.live() && viewer.may(Permission.TASK_VIEW_ALL)) {
          show(entry, entry.task(), true);
          return;
        }
        var glimpse = glimpses.get(of.task());
        if (glimpse == null || glimpse.asOf() < entry.revision()) {
          ask(
              new GuildQuery.OneTask(new TaskRef.ById(of.task())),
              (reply, failure) -> new ToldTask(of.task(), reply, failure));
        } else {
          // a task that is gone: only who may see all of them could have seen this one
          show(
              entry,
              glimpse.task(),
              glimpse.task() != null || viewer.may(Permission.TASK_VIEW_ALL));
        }
      }
    }
  }

  private void show(Backlog.Entry entry, @Nullable Task task, boolean visible) {
    mouth.say(
        visible
            ? Frames.event(entry.revision(), entry.recorded(), task, Instant.now())
            : Frames.hidden(entry.revision()));
    backlog.sent(entry);
  }

  private void inbox(Backlog.Entry entry, Viewer viewer) {
    GuildEvent event = entry.recorded().event();
    if (event instanceof NotificationEvent.Posted posted
        && posted.recipient().equals(viewer.id())) {
      mouth.say(
          Frames.notification(entry.revision(), posted, entry.recorded().at(), viewer.unread()));
    } else if (event instanceof NotificationEvent.Read read && read.member().equals(viewer.id())) {
      mouth.say(Frames.unread(viewer.unread()));
    }
  }

  private Behavior<Message> toldTask(ToldTask told) {
    asking = false;
    switch (told.reply()) {
      case GuildReply.Answered(Answer.OneTask(Task task), long revision) ->
          glimpses.put(told.task(), new Glimpse(task, revision));
      // as of whenever we asked, which was after the event
      case GuildReply.Declined(Refusal.UnknownTask _) ->
          glimpses.put(told.task(), new Glimpse(null, backlog.newest()));
      case GuildReply.Declined _ -> {
        return close(Closes.TOKEN_ENDED);
      }
      case null, default -> {
        return close(Closes.TRY_AGAIN);
      }
    }
    return proceed();
  }

  // what the router did not tell

  private void askPast() {
    asking = true;
    getContext().pipeToSelf(rooms.past().after(guild, backlog.last(), PAGE), ToldPast::new);
  }

  private Behavior<Message> toldPast(ToldPast told) {
    asking = false;
    var events = told.events();
    if (events == null || events.isEmpty()) {
      return close(Closes.TRY_AGAIN);
    }
    events.forEach(
        past -> backlog.add(new Backlog.Entry(past.revision(), past.recorded(), null, false)));
    return proceed();
  }

  // the rest

  private void ask(GuildQuery query, AskedBack back) {
    asking = true;
    var caller =
        new Caller.Person(
            new MemberId(good().user()), new Standing.Vouched(epoch()), Door.DASHBOARD);
    CompletionStage<GuildReply> reply =
        rooms.guilds().answer(new Question(guild, Instant.now(), caller, query));
    getContext().pipeToSelf(reply, back::message);
  }

  @FunctionalInterface
  private interface AskedBack {
    Message message(@Nullable GuildReply reply, @Nullable Throwable failure);
  }

  private Ticket good() {
    if (ticket == null) {
      throw new IllegalStateException("nobody is asked before there is a ticket");
    }
    return ticket;
  }

  private long epoch() {
    return good().epoch();
  }

  private String seat(MemberId member) {
    return guild + "/" + member;
  }

  private Behavior<Message> close(Line.Close with) {
    closing = true;
    mouth.close(with);
    timers.startSingleTimer(Tick.CUT, LAST_WORDS);
    return this;
  }
}
