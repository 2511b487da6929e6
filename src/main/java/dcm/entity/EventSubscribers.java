package dcm.entity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The subscribers of one guild's events: one per node on which somebody watches the guild. A
 * subscription expires unless it is renewed, so those of failed nodes need no other signal. They
 * are in memory only and end with the entity. Confined to its actor's thread.
 */
final class EventSubscribers {
  /** Three times the interval of renewals. */
  static final Duration LEASE = Guilds.SUBSCRIPTION_RENEWAL.multipliedBy(3);

  private final LongSupplier nanoTime;
  private final Map<ActorRef<SubscriberMessage>, Long> renewedAt = new HashMap<>();

  /**
   * @param nanoTime the monotonic clock, in nanoseconds
   */
  EventSubscribers(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Starts or renews a subscription. */
  void renew(ActorRef<SubscriberMessage> subscriber) {
    removeExpired();
    renewedAt.put(subscriber, nanoTime.getAsLong());
  }

  /** Whether nobody has a subscription. */
  boolean isEmpty() {
    removeExpired();
    return renewedAt.isEmpty();
  }

  void tell(SubscriberMessage message) {
    renewedAt.keySet().forEach(subscriber -> subscriber.tell(message));
  }

  private void removeExpired() {
    if (!renewedAt.isEmpty()) {
      long now = nanoTime.getAsLong();
      renewedAt.values().removeIf(renewed -> now - renewed > LEASE.toNanos());
    }
  }
}
