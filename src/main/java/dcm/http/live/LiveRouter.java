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
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Hears every event of every guild once on this node and hands it to the sockets of that guild. A
 * socket joins before it asks what it missed, and is forgotten when it stops.
 */
final class LiveRouter extends AbstractMatchingBehavior<LiveRouter.Message> {

  /** What the router hears. */
  sealed interface Message {}

  record Join(GuildId guild, ActorRef<Heard> socket) implements Message {}

  record Happened(Published event) implements Message {}

  /** This node goes: every socket is sent away to come back elsewhere. */
  record SendAway() implements Message {}

  private final Map<GuildId, Set<ActorRef<Heard>>> sockets = new HashMap<>();
  private final Map<ActorRef<Heard>, GuildId> guildOf = new HashMap<>();
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
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Join join -> join(join);
      case Happened happened -> handOn(happened.event());
      case SendAway _ -> guildOf.keySet().forEach(socket -> socket.tell(new Heard.SendAway()));
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
    guildOf.put(join.socket(), join.guild());
    getContext().watch(join.socket());
  }

  private void handOn(Published event) {
    var there = sockets.getOrDefault(event.guild(), Set.of());
    if (!there.isEmpty()) {
      var happened = new Heard.Happened(new LiveEvent(event));
      there.forEach(socket -> socket.tell(happened));
    }
  }

  private void forget(ActorRef<Heard> socket) {
    var guild = guildOf.remove(socket);
    if (guild != null) {
      sockets.computeIfPresent(
          guild,
          (_, there) -> {
            there.remove(socket);
            return there.isEmpty() ? null : there;
          });
    }
  }
}
