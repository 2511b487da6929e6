package dcm.http.live;

import dcm.auth.LoginService;
import dcm.entity.Guilds;
import dcm.entity.SubscriberMessage;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the events of the guilds that have sockets on this node, once for all sockets of a
 * guild, and forwards them. A socket joins before it queries what it missed, and is removed when it
 * stops. It does not wait for the subscription: the confirmation has the guild's revision, and the
 * sockets read the events that were written before it from the journal. Twice a second the router
 * queries which sessions have ended, which costs no call to Redis as long as the node follows the
 * log of ended sessions, and closes their sockets. So a logout takes effect on every node within 2
 * s, even if the node that handled it has failed.
 */
final class LiveRouter extends AbstractMatchingBehavior<LiveRouter.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRouter.class);

  private static final Duration SESSION_CHECK_INTERVAL = Duration.ofMillis(500);

  /** Messages of the router. */
  sealed interface Message {}

  /**
   * Registers a socket.
   *
   * @param session with which the socket ends
   */
  record Join(GuildId guild, String session, ActorRef<LiveSocket.Message> socket)
      implements Message {}

  /** Timer message: query which sessions have ended. */
  record CheckSessions() implements Message {}

  /**
   * The sessions that have ended.
   *
   * @param failure of the query; null when it succeeded
   */
  record EndedSessions(Set<String> sessions, @Nullable Throwable failure) implements Message {}

  /** A message from a guild. */
  record GuildMessageReceived(SubscriberMessage message) implements Message {}

  /** Timer message: renew subscriptions. */
  record RenewSubscriptions() implements Message {}

  /** The node stops: all sockets are closed, and their clients reconnect to other nodes. */
  record Shutdown() implements Message {}

  private final GuildSubscriptions subscriptions;
  private final Map<ActorRef<LiveSocket.Message>, Join> joined = new HashMap<>();
  private final LoginService logins;
  private final LiveMetrics metrics;
  private boolean checkPending;

  /**
   * Whether the last session check failed; failures are logged once, because the check runs twice a
   * second.
   */
  private boolean lastCheckFailed;

  static Behavior<Message> create(Guilds guilds, LoginService logins, LiveMetrics metrics) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new CheckSessions(), SESSION_CHECK_INTERVAL);
          timers.startTimerWithFixedDelay(new RenewSubscriptions(), GuildSubscriptions.TICK);
          return new LiveRouter(context, guilds, logins, metrics);
        }));
  }

  private LiveRouter(
      ActorContext<Message> context, Guilds guilds, LoginService logins, LiveMetrics metrics) {
    super(context);
    this.logins = logins;
    this.metrics = metrics;
    var subscriber = context.messageAdapter(SubscriberMessage.class, GuildMessageReceived::new);
    this.subscriptions = new GuildSubscriptions(guild -> guilds.subscribe(guild, subscriber));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Join join -> join(join);
      case GuildMessageReceived(var received) -> onGuildMessage(received);
      case RenewSubscriptions _ -> subscriptions.tick();
      case CheckSessions _ -> checkSessions();
      case EndedSessions(var sessions, var failure) -> {
        logFailure(failure);
        closeSockets(sessions);
      }
      case Shutdown _ ->
          joined.keySet().forEach(socket -> socket.tell(new LiveSocket.Message.NodeShutdown()));
    }
    return this;
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof Terminated terminated) {
      removeSocket(terminated.getRef().unsafeUpcast());
    }
    return this;
  }

  private void join(Join join) {
    joined.put(join.socket(), join);
    subscriptions.add(join.guild(), join.socket());
    getContext().watch(join.socket());
  }

  private void onGuildMessage(SubscriberMessage message) {
    switch (message) {
      case SubscriberMessage.PublishedEvent event -> {
        metrics.eventReceived();
        subscriptions.eventPublished(event.guild(), event.revision());
        forward(event.guild(), new LiveSocket.Message.EventPublished(new LiveEvent(event)));
      }
      case SubscriberMessage.Subscribed(var guild, var revision) -> {
        if (subscriptions.confirmed(guild, revision)) {
          forward(guild, new LiveSocket.Message.RevisionReached(revision));
        }
      }
      case SubscriberMessage.SubscriptionEnded(var guild) -> subscriptions.ended(guild);
    }
  }

  private void forward(GuildId guild, LiveSocket.Message message) {
    subscriptions.sockets(guild).forEach(socket -> socket.tell(message));
  }

  private void checkSessions() {
    if (checkPending || joined.isEmpty()) {
      return;
    }
    checkPending = true;
    var sessions = joined.values().stream().map(Join::session).collect(Collectors.toSet());
    getContext()
        .pipeToSelf(
            logins.ended(sessions),
            (ended, failure) ->
                failure == null
                    ? new EndedSessions(ended, null)
                    : new EndedSessions(Set.of(), failure));
  }

  private void logFailure(@Nullable Throwable failure) {
    if (failure != null && !lastCheckFailed) {
      LOG.warn(
          "Session check failed; sockets of ended sessions stay open until it succeeds", failure);
    } else if (failure == null && lastCheckFailed) {
      LOG.info("Session check succeeds again");
    }
    lastCheckFailed = failure != null;
  }

  private void closeSockets(Set<String> sessions) {
    checkPending = false;
    if (!sessions.isEmpty()) {
      joined.forEach((socket, join) -> {
        if (sessions.contains(join.session())) {
          socket.tell(new LiveSocket.Message.Terminate(CloseReasons.TOKEN_EXPIRED));
        }
      });
    }
  }

  private void removeSocket(ActorRef<LiveSocket.Message> socket) {
    var join = joined.remove(socket);
    if (join != null) {
      subscriptions.remove(join.guild(), socket);
    }
  }
}
