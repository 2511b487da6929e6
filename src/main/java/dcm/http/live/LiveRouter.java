package dcm.http.live;

import dcm.entity.Guilds;
import dcm.entity.Published;
import dcm.guild.GuildId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Hears every event of every guild once on this node and hands it to the sockets of that guild. A
 * socket joins before it asks what it missed, and is forgotten when it stops.
 */
final class LiveRouter extends AbstractBehavior<LiveRouter.Message> {

  /** What the router hears. */
  sealed interface Message {}

  record Join(GuildId guild, ActorRef<LiveSocket.Message> socket) implements Message {}

  record Happened(Published event) implements Message {}

  /** This node goes: every socket is sent away to come back elsewhere. */
  record SendAway() implements Message {}

  private final Map<GuildId, Set<ActorRef<LiveSocket.Message>>> sockets = new HashMap<>();
  private final Map<ActorRef<LiveSocket.Message>, GuildId> guildOf = new HashMap<>();
  private final Guilds guilds;
  private final ActorRef<Published> news;

  static Behavior<Message> create(Guilds guilds) {
    return Behaviors.setup(context -> new LiveRouter(context, guilds));
  }

  private LiveRouter(ActorContext<Message> context, Guilds guilds) {
    super(context);
    this.guilds = guilds;
    this.news = context.messageAdapter(Published.class, Happened::new);
    guilds.listen(news);
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder()
        .onMessage(Join.class, this::join)
        .onMessage(Happened.class, this::handOn)
        .onMessage(SendAway.class, _ -> sendAway())
        .onSignal(Terminated.class, this::forget)
        .onSignal(PostStop.class, _ -> stopped())
        .build();
  }

  private Behavior<Message> join(Join join) {
    sockets.computeIfAbsent(join.guild(), _ -> new HashSet<>()).add(join.socket());
    guildOf.put(join.socket(), join.guild());
    getContext().watch(join.socket());
    return this;
  }

  private Behavior<Message> handOn(Happened happened) {
    sockets
        .getOrDefault(happened.event().guild(), Set.of())
        .forEach(socket -> socket.tell(new LiveSocket.Happened(happened.event())));
    return this;
  }

  private Behavior<Message> sendAway() {
    guildOf.keySet().forEach(socket -> socket.tell(new LiveSocket.SendAway()));
    return this;
  }

  private Behavior<Message> forget(Terminated gone) {
    var guild = guildOf.remove(gone.getRef().<LiveSocket.Message>unsafeUpcast());
    if (guild != null) {
      sockets.computeIfPresent(
          guild,
          (_, there) -> {
            there.remove(gone.getRef().<LiveSocket.Message>unsafeUpcast());
            return there.isEmpty() ? null : there;
          });
    }
    return this;
  }

  private Behavior<Message> stopped() {
    guilds.leave(news);
    return this;
  }
}
