package dcm.http.live;

import dcm.auth.Logins;
import dcm.entity.Guilds;
import dcm.entity.Published;
import dcm.guild.GuildId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears every event of every guild once on this node and hands it to the sockets of that guild. A
 * socket joins before it asks what it missed, and is forgotten when it stops. Every second it asks
 * which sessions have ended and ends their sockets: a logout counts on every node, whichever node
 * it came to, and whether or not that node still lives.
 */
final class LiveRouter extends AbstractMatchingBehavior<LiveRouter.Message> {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRouter.class);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** What the router hears. */
  sealed interface Message {}

  /**
   * @param session which the socket ends with
   */
  record Join(GuildId guild, String session, ActorRef<Heard> socket) implements Message {}

  /** A timer's: which sessions have ended? */
  record Look() implements Message {}

  /**
   * Those that have.
   *
   * @param failure why it is not known which; null: it is
   */
  record Ended(Set<String> sessions, @Nullable Throwable failure) implements Message {}

  record Happened(Published event) implements Message {}

  /** This node goes: every socket is sent away to come back elsewhere. */
  record SendAway() implements Message {}

  private final Map<GuildId, Set<ActorRef<Heard>>> sockets = new HashMap<>();
  private final Map<ActorRef<Heard>, Join> joined = new HashMap<>();
  private final Guilds guilds;
  private final Logins logins;
  private boolean looking;

  /** Whether the last question failed; said once, for it is asked every second. */
  private boolean failing;

  private final ActorRef<Published> news;

  static Behavior<Message> create(Guilds guilds, Logins logins) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Look(), BETWEEN_LOOKS);
          return new LiveRouter(context, guilds, logins);
        }));
  }

  private LiveRouter(ActorContext<Message> context, Guilds guilds, Logins logins) {
    super(context);
    this.guilds = guilds;
    this.logins = logins;
    this.news = context.messageAdapter(Published.class, Happened::new);
    guilds.listen(news);
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Join join -> join(join);
      case Happened happened -> handOn(happened.event());
      case Look _ -> look();
      case Ended(var sessions, var failure) -> {
        note(failure);
        end(sessions);
      }
      case SendAway _ -> joined.keySet().forEach(socket -> socket.tell(new Heard.SendAway()));
    }
    return this;
  }

  @Override
  public Behavior<Message> onSignal(Signal signal) {
    if (signal instanceof Terminated gone) {
      forget(gone.getRef().unsafeUpcast());
    } else if (signal instanceof PostStop) {
      guilds.leave(news);
    }
    return this;
  }

  private void join(Join join) {
    sockets.computeIfAbsent(join.guild(), _ -> new HashSet<>()).add(join.socket());
    joined.put(join.socket(), join);
    getContext().watch(join.socket());
  }

  private void handOn(Published event) {
    var there = sockets.getOrDefault(event.guild(), Set.of());
    if (!there.isEmpty()) {
      var happened = new Heard.Happened(new LiveEvent(event));
      there.forEach(socket -> socket.tell(happened));
    }
  }

  private void look() {
    if (looking || joined.isEmpty()) {
      return;
    }
    looking = true;
    var sessions = joined.values().stream().map(Join::session).collect(Collectors.toSet());
    getContext()
        .pipeToSelf(
            logins.ended(sessions),
            (ended, failure) ->
                failure == null ? new Ended(ended, null) : new Ended(Set.of(), failure));
  }

  private void note(@Nullable Throwable failure) {
    if (failure != null && !failing) {
      LOG.warn("Ended sessions cannot be looked up; their sockets stay open meanwhile", failure);
    } else if (failure == null && failing) {
      LOG.info("Ended sessions can be looked up again");
    }
    failing = failure != null;
  }

  private void end(Set<String> sessions) {
    looking = false;
    if (!sessions.isEmpty()) {
      joined.forEach((socket, join) -> {
        if (sessions.contains(join.session())) {
          socket.tell(new Heard.Denied(Closes.TOKEN_ENDED));
        }
      });
    }
  }

  private void forget(ActorRef<Heard> socket) {
    var join = joined.remove(socket);
    if (join != null) {
      sockets.computeIfPresent(
          join.guild(),
          (_, there) -> {
            there.remove(socket);
            return there.isEmpty() ? null : there;
          });
    }
  }
}
