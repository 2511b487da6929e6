package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final String GUILD = "guild|1";

  private long now = Long.MAX_VALUE - 5;
  private final ReadAhead ahead = new ReadAhead(() -> now);

  @Test
  void each_question_is_answered_once_and_in_this_order() {
    var tail = tail(GUILD, 100);
    ahead.keep(GUILD, tail);

    assertThat(ahead.count(GUILD)).isSameAs(tail);
    assertThat(ahead.count(GUILD)).isNull();
    assertThat(ahead.take(GUILD)).isSameAs(tail);
    assertThat(ahead.take(GUILD)).isNull();
  }

  @Test
  void whoever_counted_already_only_takes() {
    var tail = tail(GUILD, 100);
    ahead.keepCounted(GUILD, tail);

    assertThat(ahead.count(GUILD)).isNull();
    assertThat(ahead.take(GUILD)).isSameAs(tail);
  }

  @Test
  void what_was_dropped_is_gone() {
    ahead.keep(GUILD, tail(GUILD, 100));
    ahead.drop(GUILD);

    assertThat(ahead.count(GUILD)).isNull();
    assertThat(ahead.take(GUILD)).isNull();
  }

  @Test
  void nobody_is_given_what_was_read_long_ago() {
    ahead.keep(GUILD, tail(GUILD, 100));
    now += Duration.ofSeconds(9).toNanos();
    assertThat(ahead.count(GUILD)).isNotNull();

    now += Duration.ofSeconds(1).toNanos();
    assertThat(ahead.count(GUILD)).isNull();
    assertThat(ahead.take(GUILD)).isNull();
  }

  @Test
  void the_oldest_goes_when_there_are_too_many() {
    for (var guild = 1; guild <= 1_001; guild++) {
      ahead.keep("guild|" + guild, tail("guild|" + guild, 1));
    }

    assertThat(ahead.count("guild|1")).isNull();
    assertThat(ahead.count("guild|2")).isNotNull();
    assertThat(ahead.count("guild|1001")).isNotNull();
  }

  @Test
  void the_oldest_goes_when_they_are_too_large() {
    var large = 12 << 20;
    ahead.keep("guild|1", tail("guild|1", large));
    ahead.keep("guild|2", tail("guild|2", large));
    // one that was taken makes room
    ahead.take("guild|1");
    ahead.keep("guild|3", tail("guild|3", large));
    assertThat(ahead.count("guild|2")).isNotNull();

    ahead.keep("guild|4", tail("guild|4", large));
    assertThat(ahead.take("guild|2")).isNull();
    assertThat(ahead.take("guild|4")).isNotNull();
  }

  @Test
  void of_one_that_is_too_large_by_itself_the_number_stays() {
    ahead.keep(GUILD, tail(GUILD, 33 << 20));

    assertThat(ahead.count(GUILD)).isNotNull();
    var kept = ahead.take(GUILD);
    assertThat(kept.highest()).isEqualTo(1);
    assertThat(kept.rows()).isEmpty();
    assertThat(kept.from()).as("must not pass for the events from 1").isGreaterThan(1);
  }

  private static Tail tail(String persistenceId, int bytes) {
    var row = new EventRow(persistenceId, 1, "", 0, "", new Payload(0, "", new byte[bytes]), null);
    return new Tail(1, 1, List.of(row), Long.MAX_VALUE);
  }
}
