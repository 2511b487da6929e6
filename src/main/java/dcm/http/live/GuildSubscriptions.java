package dcm.http.live;

import dcm.entity.Guilds;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The guilds that have sockets on this node, and the subscriptions to their events. A subscription
 * ends without notice when the guild's node fails, and requests may be lost while a guild moves;
 * therefore it is renewed at an interval, and requested every second until it is confirmed. A guild
 * whose last socket is gone is not renewed. Confined to the router's thread.
 */
final class GuildSubscriptions {
  /** Interval at which the router calls {@link #tick}. */
  static final Duration TICK = Duration.ofSeconds(1);

  private static final int TICKS_PER_RENEWAL = (int) Guilds.SUBSCRIPTION_RENEWAL.dividedBy(TICK);

  private final Consumer<GuildId> subscribe;
  private final Map<GuildId, Subscription> byGuild = new HashMap<>();

  private static final class Subscription {
    final Set<ActorRef<LiveSocket.Message>> sockets = new HashSet<>();

    /** The newest revision of which the sockets were notified; -1: none. */
    long revision = -1;

    /** Ticks until the next request. */
    int untilRequest;
  }

  /**
   * @param subscribe sends a request to the guild
   */
  GuildSubscriptions(Consumer<GuildId> subscribe) {
    this.subscribe = subscribe;
  }

  /** Adds a socket; its guild's subscription is requested when it is the first. */
  void add(GuildId guild, ActorRef<LiveSocket.Message> socket) {
    byGuild
        .computeIfAbsent(
            guild,
            _ -> {
              var subscription = new Subscription();
              request(guild, subscription);
              return subscription;
            })
        .sockets
        .add(socket);
  }

  void remove(GuildId guild, ActorRef<LiveSocket.Message> socket) {
    byGuild.computeIfPresent(
        guild,
        (_, subscription) -> {
          subscription.sockets.remove(socket);
          return subscription.sockets.isEmpty() ? null : subscription;
        });
  }

  Set<ActorRef<LiveSocket.Message>> sockets(GuildId guild) {
    var subscription = byGuild.get(guild);
    return subscription == null ? Set.of() : subscription.sockets;
  }

  /** Records a published event. */
  void eventPublished(GuildId guild, long revision) {
    var subscription = byGuild.get(guild);
    if (subscription != null) {
      subscription.revision = Math.max(subscription.revision, revision);
    }
  }

  /**
   * Records a confirmation.
   *
   * @param revision the guild's revision
   * @return whether events up to this revision may be missing
   */
  boolean confirmed(GuildId guild, long revision) {
    var subscription = byGuild.get(guild);
    if (subscription == null) {
      return false;
    }
    subscription.untilRequest = TICKS_PER_RENEWAL;
    var behind = subscription.revision < revision;
    subscription.revision = Math.max(subscription.revision, revision);
    return behind;
  }

  /** Requests a subscription again that the guild has ended. */
  void ended(GuildId guild) {
    var subscription = byGuild.get(guild);
    if (subscription != null) {
      request(guild, subscription);
    }
  }

  /** Requests the subscriptions that are to be renewed or were not confirmed. */
  void tick() {
    byGuild.forEach((guild, subscription) -> {
      subscription.untilRequest--;
      if (subscription.untilRequest <= 0) {
        request(guild, subscription);
      }
    });
  }

  private void request(GuildId guild, Subscription subscription) {
    // requested again with the next tick, unless it is confirmed before
    subscription.untilRequest = 1;
    subscribe.accept(guild);
  }
}
