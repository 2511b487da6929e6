package dcm.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class EventSubscribersTest {
  private static final SubscriberMessage MESSAGE =
      new SubscriberMessage.SubscriptionEnded(new GuildId(1));

  // negative: the monotonic clock has any origin
  private final AtomicLong nanoTime = new AtomicLong(-EventSubscribers.LEASE.toNanos() / 2);
  private final EventSubscribers subscribers = new EventSubscribers(nanoTime::get);
  private final TestInbox<SubscriberMessage> renewing = TestInbox.create("renewing");
  private final TestInbox<SubscriberMessage> silent = TestInbox.create("silent");

  @Test
  void a_subscription_expires_unless_it_is_renewed() {
    subscribers.renew(renewing.getRef());
    subscribers.renew(silent.getRef());
    for (int i = 0; i < 4; i++) {
      nanoTime.addAndGet(Guilds.SUBSCRIPTION_RENEWAL.toNanos());
      subscribers.renew(renewing.getRef());
    }
    assertThat(subscribers.isEmpty()).isFalse();
    subscribers.tell(MESSAGE);
    assertThat(renewing.getAllReceived()).containsExactly(MESSAGE);
    assertThat(silent.getAllReceived()).isEmpty();
  }

  @Test
  void a_lost_renewal_does_not_end_a_subscription() {
    subscribers.renew(renewing.getRef());
    nanoTime.addAndGet(Guilds.SUBSCRIPTION_RENEWAL.multipliedBy(2).toNanos());
    assertThat(subscribers.isEmpty()).isFalse();
    nanoTime.addAndGet(EventSubscribers.LEASE.toNanos());
    assertThat(subscribers.isEmpty()).isTrue();
  }

  @Test
  void a_subscriber_that_subscribes_twice_receives_each_message_once() {
    subscribers.renew(renewing.getRef());
    subscribers.renew(renewing.getRef());
    subscribers.tell(MESSAGE);
    assertThat(renewing.getAllReceived()).containsExactly(MESSAGE);
  }
}
