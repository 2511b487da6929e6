package dcm.http.live;

import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.http.Line;
import dcm.redis.Ticket;
import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket, from its first frame to its close. It waits for a ticket, joins the router, asks
 * who the viewer is, says hello, and then lets its {@link Feed} go on whenever something came.
 */
final class LiveSocket extends AbstractMatchingBehavior<Heard> {
  private static final String NO_TICKET = "no ticket";
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final LiveRooms rooms;
  private final GuildId guild;
  private final @Nullable Long since;
  private final Mouth mouth;
  private final TimerScheduler<Heard> timers;
  private final Inquiry inquiry;
  private final Feed feed;
  private @Nullable MemberId seated;
  private boolean closing;

  /**
   * @param since the last revision that the client saw; null: it starts now
   */
  static Behavior<Heard> create(LiveRooms rooms, GuildId guild, @Nullable Long since, Mouth mouth) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new LiveSocket(context, rooms, guild, since, mouth, timers)));
  }

  private LiveSocket(
      ActorContext<Heard> context,
      LiveRooms rooms,
      GuildId guild,
      @Nullable Long since,
      Mouth mouth,
      TimerScheduler<Heard> timers) {
    super(context);
    this.rooms = rooms;
    this.guild = guild;
    this.since = since;
    this.mouth = mouth;
    this.timers = timers;
    this.inquiry = new Inquiry(context, rooms, guild);
    this.feed = new Feed(mouth, inquiry);
    mouth.whenRoom(() -> context.getSelf().tell(new Heard.HasRoom()));
    timers.startSingleTimer(
        NO_TICKET, new Heard.Denied(Closes.NO_TICKET_IN_TIME), rooms.limits().authDeadline());
  }

  @Override
  public Behavior<Heard> onMessage(Heard message) {
    if (closing) {
      return message instanceof Heard.Gone || message == Heard.Tick.CUT ? end() : this;
    }
    return switch (message) {
      case Heard.Said said -> hear(said.text());
      case Heard.Babbled _ -> close(Closes.NOT_UNDERSTOOD);
      case Heard.Gone _ -> Behaviors.stopped();
      case Heard.SendAway _ -> close(Closes.RESTART);
      case Heard.Denied denied -> close(denied.why());
      case Heard.Admitted admitted -> enter(admitted.ticket());
      case Heard.Known known -> look(known.viewer());
      case Heard.News news -> {
        feed.add(news);
        yield proceed();
      }
      case Heard.HasRoom _ -> proceed();
      case Heard.Tick tick -> tick(tick);
    };
  }

  @Override
  public Behavior<Heard> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      rooms.seats().giveBack();
      if (seated != null) {
        rooms.seats().giveBackAs(new Seats.Seat(guild, seated));
      }
      mouth.closeNow(Closes.RESTART);
    }
    return this;
  }

  private Behavior<Heard> hear(String text) {
    return switch (ClientFrame.read(text)) {
      case ClientFrame.Auth auth when timers.isTimerActive(NO_TICKET) -> {
        timers.cancel(NO_TICKET);
        inquiry.ticket(auth.ticket());
        yield this;
      }
      case ClientFrame.Ping _ when seated != null -> {
        if (mouth.hasRoom()) {
          mouth.say(Frames.pong());
        }
        yield proceed();
      }
      case ClientFrame.Pong _ -> this;
      case ClientFrame.Auth _, ClientFrame.Ping _, ClientFrame.Unknown _ ->
          close(Closes.NOT_UNDERSTOOD);
    };
  }

  private Behavior<Heard> enter(Ticket ticket) {
    inquiry.as(ticket);
    timers.startSingleTimer(
        new Heard.Denied(Closes.TOKEN_ENDED),
        Duration.between(rooms.guilds().clock().instant(), ticket.tokenEnds()));
    // first join, then ask: what happens in between comes twice rather than never
    rooms.router().tell(new LiveRouter.Join(guild, ticket.session(), getContext().getSelf()));
    inquiry.me();
    return this;
  }

  private Behavior<Heard> look(Viewer viewer) {
    inquiry.answered();
    if (seated == null) {
      if (!rooms.seats().takeAs(new Seats.Seat(guild, viewer.id()))) {
        rooms.metrics().tooMany();
        return close(Closes.TOO_MANY_SOCKETS);
      }
      seated = viewer.id();
      timers.startTimerWithFixedDelay(Heard.Tick.LOOK_AGAIN, rooms.limits().ping());
      feed.begin(since, viewer.asOf(), rooms.limits().catchUp());
    }
    feed.look(viewer);
    return proceed();
  }

  private Behavior<Heard> tick(Heard.Tick tick) {
    return switch (tick) {
      case LOOK_AGAIN -> {
        inquiry.meAgain();
        yield this;
      }
      case STALLED -> {
        var left = rooms.limits().stalledAfter().minus(mouth.stalled());
        if (left.isPositive()) {
          watch(left);
          yield this;
        }
        mouth.closeNow(Closes.TOO_SLOW);
        rooms.metrics().stalled();
        yield leave();
      }
      case CUT -> end();
    };
  }

  private Behavior<Heard> proceed() {
    return switch (feed.proceed()) {
      case LISTEN -> {
        if (mouth.hasOverflowed()) {
          rooms.metrics().overflowed();
          yield leave();
        }
        if (!timers.isTimerActive(Heard.Tick.STALLED)) {
          watch(rooms.limits().stalledAfter());
        }
        yield this;
      }
      case TOKEN_ENDED -> close(Closes.TOKEN_ENDED);
    };
  }

  /**
   * Looks later whether the reader has stalled; there is nothing to look at while nothing waits.
   */
  private void watch(Duration until) {
    if (!mouth.isEmpty()) {
      timers.startSingleTimer(Heard.Tick.STALLED, until);
    }
  }

  private Behavior<Heard> close(Line.Close with) {
    mouth.close(with);
    return leave();
  }

  private Behavior<Heard> leave() {
    closing = true;
    timers.startSingleTimer(Heard.Tick.CUT, LAST_WORDS);
    return this;
  }

  private Behavior<Heard> end() {
    mouth.cut();
    return Behaviors.stopped();
  }
}
