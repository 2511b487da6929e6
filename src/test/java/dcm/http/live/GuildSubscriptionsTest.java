package dcm.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.entity.Guilds;
import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

class GuildSubscriptionsTest {
  private static final GuildId GUILD = new GuildId(1);
  private static final GuildId OTHER = new GuildId(2);

  private final List<GuildId> requests = new ArrayList<>();
  private final GuildSubscriptions subscriptions = new GuildSubscriptions(requests::add);
  private final ActorRef<LiveSocket.Message> socket = socket("socket");

  private static ActorRef<LiveSocket.Message> socket(String name) {
    return TestInbox.<LiveSocket.Message>create(name).getRef();
  }

  private void tickOneInterval() {
    long ticks = Guilds.SUBSCRIPTION_RENEWAL.dividedBy(GuildSubscriptions.TICK);
    for (long i = 0; i < ticks; i++) {
      subscriptions.tick();
    }
  }

  @Test
  void a_guild_is_requested_for_its_first_socket_only() {
    subscriptions.add(GUILD, socket);
    subscriptions.add(GUILD, socket("second"));
    subscriptions.add(OTHER, socket("third"));
    assertThat(requests).containsExactly(GUILD, OTHER);
    assertThat(subscriptions.sockets(GUILD)).hasSize(2);
  }

  @Test
  void a_subscription_is_requested_every_tick_until_it_is_confirmed_and_then_renewed() {
    subscriptions.add(GUILD, socket);
    subscriptions.tick();
    subscriptions.tick();
    assertThat(requests).hasSize(3);
    subscriptions.confirmed(GUILD, 1);
    subscriptions.tick();
    assertThat(requests).hasSize(3);
    subscriptions.confirmed(GUILD, 1);
    tickOneInterval();
    assertThat(requests).hasSize(4);
  }

  @Test
  void an_ended_subscription_is_requested_at_once() {
    subscriptions.add(GUILD, socket);
    subscriptions.confirmed(GUILD, 1);
    subscriptions.ended(GUILD);
    assertThat(requests).hasSize(2);
    subscriptions.ended(OTHER);
    assertThat(requests).doesNotContain(OTHER);
  }

  @Test
  void a_guild_without_sockets_is_not_renewed() {
    subscriptions.add(GUILD, socket);
    subscriptions.confirmed(GUILD, 1);
    subscriptions.remove(GUILD, socket);
    tickOneInterval();
    subscriptions.ended(GUILD);
    assertThat(requests).hasSize(1);
    assertThat(subscriptions.sockets(GUILD)).isEmpty();
    assertThat(subscriptions.confirmed(GUILD, 2)).isFalse();
  }

  @Test
  void a_confirmation_tells_whether_events_are_missing() {
    subscriptions.add(GUILD, socket);
    assertThat(subscriptions.confirmed(GUILD, 7)).as("written before the subscription").isTrue();
    subscriptions.eventPublished(GUILD, 8);
    assertThat(subscriptions.confirmed(GUILD, 8)).isFalse();
    assertThat(subscriptions.confirmed(GUILD, 10)).as("written while the guild moved").isTrue();
    assertThat(subscriptions.confirmed(GUILD, 10)).isFalse();
  }
}
