package dcm.journal.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  private static final String GUILD = "guild|1";

  private long now = Long.MAX_VALUE - 5;
  private final ReadAhead readAhead = new ReadAhead(() -> now);

  @Test
  void each_request_is_served_once_and_in_this_order() {
    var events = events(GUILD, 100);
    readAhead.put(GUILD, events);

    assertThat(readAhead.readHighest(GUILD)).isSameAs(events);
    assertThat(readAhead.readHighest(GUILD)).isNull();
    assertThat(readAhead.getAndRemove(GUILD)).isSameAs(events);
    assertThat(readAhead.getAndRemove(GUILD)).isNull();
  }

  @Test
  void when_the_highest_number_was_read_only_the_events_are_left() {
    var events = events(GUILD, 100);
    readAhead.putHighestRead(GUILD, events);

    assertThat(readAhead.readHighest(GUILD)).isNull();
    assertThat(readAhead.getAndRemove(GUILD)).isSameAs(events);
  }

  @Test
  void a_removed_entry_is_not_returned() {
    readAhead.put(GUILD, events(GUILD, 100));
    readAhead.remove(GUILD);

    assertThat(readAhead.readHighest(GUILD)).isNull();
    assertThat(readAhead.getAndRemove(GUILD)).isNull();
  }

  @Test
  void an_expired_entry_is_not_returned() {
    readAhead.put(GUILD, events(GUILD, 100));
    now += Duration.ofSeconds(9).toNanos();
    assertThat(readAhead.readHighest(GUILD)).isNotNull();

    now += Duration.ofSeconds(1).toNanos();
    assertThat(readAhead.readHighest(GUILD)).isNull();
    assertThat(readAhead.getAndRemove(GUILD)).isNull();
  }

  @Test
  void the_oldest_entry_is_evicted_when_there_are_too_many() {
    for (var guild = 1; guild <= 1_001; guild++) {
      readAhead.put("guild|" + guild, events("guild|" + guild, 1));
    }

    assertThat(readAhead.readHighest("guild|1")).isNull();
    assertThat(readAhead.readHighest("guild|2")).isNotNull();
    assertThat(readAhead.readHighest("guild|1001")).isNotNull();
  }

  @Test
  void the_oldest_entry_is_evicted_when_they_are_too_large() {
    var large = 12 << 20;
    readAhead.put("guild|1", events("guild|1", large));
    readAhead.put("guild|2", events("guild|2", large));
    // a removed entry frees its bytes
    readAhead.getAndRemove("guild|1");
    readAhead.put("guild|3", events("guild|3", large));
    assertThat(readAhead.readHighest("guild|2")).isNotNull();

    readAhead.put("guild|4", events("guild|4", large));
    assertThat(readAhead.getAndRemove("guild|2")).isNull();
    assertThat(readAhead.getAndRemove("guild|4")).isNotNull();
  }

  @Test
  void only_the_highest_number_is_kept_of_an_entry_that_is_too_large() {
    readAhead.put(GUILD, events(GUILD, 33 << 20));

    assertThat(readAhead.readHighest(GUILD)).isNotNull();
    var kept = readAhead.getAndRemove(GUILD);
    assertThat(kept.highestSequenceNr()).isEqualTo(1);
    assertThat(kept.rows()).isEmpty();
    assertThat(kept.firstSequenceNr()).as("must not count as the events from 1").isGreaterThan(1);
  }

  private static ReadAhead.PrefetchedEvents events(String persistenceId, int bytes) {
    var row =
        new EventDao.EventRow(
            persistenceId,
            1,
            "",
            0,
            "",
            new PayloadSerializer.SerializedPayload(0, "", new byte[bytes]),
            null);
    return new ReadAhead.PrefetchedEvents(1, 1, List.of(row), Long.MAX_VALUE);
  }
}
