package dcm.discord.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberRequestsTest {
  private static final Instant NOW = Instant.parse("2028-01-01T10:00:00Z");

  private final MemberRequests requests = new MemberRequests();

  @Test
  void fewer_requests_than_discord_allows_fit_a_minute() {
    assertThat(Duration.ofMinutes(1).dividedBy(MemberRequests.INTERVAL)).isLessThan(100);
  }

  @Test
  void members_are_requested_once_in_order_and_of_a_guild_in_use_first() {
    add(1, 2, 3, 2);
    requests.prioritize(new GuildId(3));
    requests.prioritize(new GuildId(9));
    assertThat(sendAll()).containsExactly(3L, 1L, 2L);
    assertThat(requests.next(NOW)).isNull();
    assertThat(requests.size()).isEqualTo(3);
  }

  @Test
  void a_command_that_was_not_delivered_is_the_next_again() {
    add(1, 2);
    assertThat(requests.next(NOW)).isEqualTo(new GuildId(1));
    assertThat(requests.next(NOW)).isEqualTo(new GuildId(1));
  }

  @Test
  void unanswered_requests_are_sent_first_after_a_disconnect() {
    add(1, 2, 3);
    sendNext();
    sendNext();
    requests.complete(new GuildId(1));
    requests.disconnected();
    assertThat(sendAll()).containsExactly(2L, 3L);
  }

  @Test
  void a_request_without_an_answer_is_repeated_a_few_times_and_then_left() {
    add(1);
    var now = NOW;
    int sent = 0;
    for (int i = 0; i < 10; i++) {
      var next = requests.next(now);
      if (next != null) {
        requests.sent(next, now);
        sent++;
      }
      now = now.plus(MemberRequests.RESPONSE_TIMEOUT);
    }
    assertThat(sent).isEqualTo(3);
    assertThat(requests.size()).isZero();
  }

  @Test
  void a_guild_that_arrives_again_is_requested_again() {
    add(1);
    sendNext();
    add(1);
    assertThat(requests.next(NOW)).isEqualTo(new GuildId(1));
  }

  private void add(long... guilds) {
    for (long guild : guilds) {
      requests.add(new GuildId(guild));
    }
  }

  private void sendNext() {
    requests.sent(requests.next(NOW), NOW);
  }

  private List<Long> sendAll() {
    var sent = new ArrayList<Long>();
    for (var next = requests.next(NOW); next != null; next = requests.next(NOW)) {
      sent.add(next.value());
      requests.sent(next, NOW);
    }
    return sent;
  }
}
