package dcm.http.live;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.server.ConnectionState;
import dcm.redis.SocketTicketStore;
import dcm.view.EventHistory;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. It waits for a ticket, joins the router, loads the viewer's permissions, sends
 * {@code hello}, and then runs its {@link EventFeed} on every message.
 */
final class LiveSocket extends AbstractMatchingBehavior<LiveSocket.Message> {
  private static final String AUTH_TIMER = "auth-timeout";
  private static final Duration CLOSE_GRACE = Duration.ofSeconds(3);

  private final LiveSockets sockets;
  private final GuildId guild;
  private final @Nullable Long since;
  private final OutboundQueue outbound;
  private final TimerScheduler<Message> timers;
  private final SocketQueries queries;
  private final EventFeed feed;
  private @Nullable MemberId countedMember;
  private boolean closing;

  /**
   * Creates the behavior.
   *
   * @param since the last revision that the client saw; null: it starts now
   */
  static Behavior<Message> create(
      LiveSockets sockets, GuildId guild, @Nullable Long since, OutboundQueue outbound) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(
            timers -> new LiveSocket(context, sockets, guild, since, outbound, timers)));
  }

  private LiveSocket(
      ActorContext<Message> context,
      LiveSockets sockets,
      GuildId guild,
      @Nullable Long since,
      OutboundQueue outbound,
      TimerScheduler<Message> timers) {
    super(context);
    this.sockets = sockets;
    this.guild = guild;
    this.since = since;
    this.outbound = outbound;
    this.timers = timers;
    this.queries = new SocketQueries(context, sockets, guild);
    this.feed = new EventFeed(outbound, queries, sockets.guilds().clock());
    outbound.onCapacity(() -> context.getSelf().tell(new Message.CapacityAvailable()));
    timers.startSingleTimer(
        AUTH_TIMER,
        new Message.Terminate(CloseReasons.AUTH_TIMEOUT),
        sockets.limits().authTimeout());
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    if (closing) {
      return message instanceof Message.ClientClosed || message == Message.Timer.ABORT
          ? stop()
          : this;
    }
    return switch (message) {
      case Message.TextReceived received -> onText(received.text());
      case Message.InvalidFrameReceived _ -> close(CloseReasons.INVALID_FRAME);
      case Message.ClientClosed _ -> Behaviors.stopped();
      case Message.NodeShutdown _ -> close(CloseReasons.RESTART);
      case Message.Terminate terminate -> close(terminate.reason());
      case Message.TicketAccepted accepted -> onTicketAccepted(accepted.ticket());
      case Message.SubscriberLoaded loaded -> onSubscriberLoaded(loaded.subscriber());
      case Message.FeedInput input -> {
        feed.add(input);
        yield continueFeed();
      }
      case Message.CapacityAvailable _ -> continueFeed();
      case Message.Timer timer -> onTimer(timer);
    };
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof PostStop) {
      sockets.socketLimiter().release();
      if (countedMember != null) {
        sockets.socketLimiter().releaseFor(new SocketLimiter.SocketOwner(guild, countedMember));
      }
      outbound.closeNow(CloseReasons.RESTART);
    }
    return this;
  }

  private Behavior<Message> onText(String text) {
    return switch (ClientFrame.read(text)) {
      case ClientFrame.Auth auth when timers.isTimerActive(AUTH_TIMER) -> {
        timers.cancel(AUTH_TIMER);
        queries.ticket(auth.ticket());
        yield this;
      }
      case ClientFrame.Ping _ when countedMember != null -> {
        if (outbound.hasCapacity()) {
          outbound.send(ServerFrames.pong());
        }
        yield continueFeed();
      }
      case ClientFrame.Pong _ -> this;
      case ClientFrame.Auth _, ClientFrame.Ping _, ClientFrame.Unknown _ ->
          close(CloseReasons.INVALID_FRAME);
    };
  }

  private Behavior<Message> onTicketAccepted(SocketTicketStore.Ticket ticket) {
    queries.useTicket(ticket);
    timers.startSingleTimer(
        new Message.Terminate(CloseReasons.TOKEN_EXPIRED),
        Duration.between(sockets.guilds().clock().instant(), ticket.tokenExpiresAt()));
    // joined before the query: an event in between arrives twice rather than never
    sockets.router().tell(new LiveRouter.Join(guild, ticket.sessionId(), getContext().getSelf()));
    queries.loadSubscriber();
    return this;
  }

  private Behavior<Message> onSubscriberLoaded(Subscriber subscriber) {
    queries.markAnswered();
    if (countedMember == null) {
      if (!sockets
          .socketLimiter()
          .tryAcquireFor(new SocketLimiter.SocketOwner(guild, subscriber.id()))) {
        sockets.metrics().tooMany();
        return close(CloseReasons.TOO_MANY_SOCKETS);
      }
      countedMember = subscriber.id();
      timers.startTimerWithFixedDelay(
          Message.Timer.REFRESH_SUBSCRIBER, sockets.limits().pingInterval());
      feed.start(since, subscriber.asOf(), sockets.limits().maxReplayedEvents());
    }
    feed.updateSubscriber(subscriber);
    return continueFeed();
  }

  private Behavior<Message> onTimer(Message.Timer timer) {
    return switch (timer) {
      case REFRESH_SUBSCRIBER -> {
        queries.refreshSubscriber();
        yield this;
      }
      case STALLED -> {
        var remaining = sockets.limits().stallTimeout().minus(outbound.stalledFor());
        if (remaining.isPositive()) {
          scheduleStallCheck(remaining);
          yield this;
        }
        outbound.closeNow(CloseReasons.SLOW_CONSUMER);
        sockets.metrics().stalled();
        yield awaitClose();
      }
      case ABORT -> stop();
    };
  }

  private Behavior<Message> continueFeed() {
    return switch (feed.sendAvailable()) {
      case WAIT -> {
        if (outbound.hasOverflowed()) {
          sockets.metrics().overflowed();
          yield awaitClose();
        }
        if (!timers.isTimerActive(Message.Timer.STALLED)) {
          scheduleStallCheck(sockets.limits().stallTimeout());
        }
        yield this;
      }
      case TOKEN_EXPIRED -> close(CloseReasons.TOKEN_EXPIRED);
    };
  }

  /** Schedules a check whether the client has stalled, unless nothing is queued. */
  private void scheduleStallCheck(Duration delay) {
    if (!outbound.isEmpty()) {
      timers.startSingleTimer(Message.Timer.STALLED, delay);
    }
  }

  private Behavior<Message> close(ConnectionState.CloseReason reason) {
    outbound.close(reason);
    return awaitClose();
  }

  private Behavior<Message> awaitClose() {
    closing = true;
    timers.startSingleTimer(Message.Timer.ABORT, CLOSE_GRACE);
    return this;
  }

  private Behavior<Message> stop() {
    outbound.abort();
    return Behaviors.stopped();
  }

  /** Messages of a {@link LiveSocket}. */
  sealed interface Message {
    /** A text frame from the client. */
    record TextReceived(String text) implements Message {}

    /** A binary frame or a text frame that is too long. */
    record InvalidFrameReceived() implements Message {}

    /** The connection has ended. */
    record ClientClosed() implements Message {}

    /** From the router: the node stops. */
    record NodeShutdown() implements Message {}

    /** Input of the {@link EventFeed}. */
    sealed interface FeedInput extends Message {}

    /** From the router: an event. */
    record EventPublished(LiveEvent event) implements FeedInput {}

    /** From the router: the guild has reached this revision, perhaps by unpublished events. */
    record RevisionReached(long revision) implements FeedInput {}

    /** The client's ticket is valid. */
    record TicketAccepted(SocketTicketStore.Ticket ticket) implements Message {}

    /** The viewer's current permissions. */
    record SubscriberLoaded(Subscriber subscriber) implements Message {}

    /**
     * A task with the viewer's permissions; null when it is not visible.
     *
     * @param asOf the guild's revision when it was read; meaningless without a task
     */
    record TaskLoaded(TaskId id, @Nullable Task task, long asOf) implements FeedInput {}

    /** Events that the router did not deliver; not empty. */
    record EventsReplayed(List<EventHistory.JournaledEvent> events) implements FeedInput {}

    /** A query or a timer ends the socket. */
    record Terminate(ConnectionState.CloseReason reason) implements Message {}

    /** The outbound queue has room again. */
    record CapacityAvailable() implements Message {}

    /** Timer messages. */
    enum Timer implements Message {
      REFRESH_SUBSCRIBER,
      STALLED,
      ABORT
    }
  }
}
