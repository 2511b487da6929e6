package dcm.http.live;

import static dcm.http.live.FeedTestKit.groupingCreated;
import static dcm.http.live.FeedTestKit.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Order and bounds of the events that a socket still has to send. */
class EventBacklogTest {
  private final EventBacklog backlog = new EventBacklog(100);

  @BeforeEach
  void start() {
    backlog.startAfter(5);
  }

  private static EventBacklog.Entry entry(long revision, int bytes) {
    return new EventBacklog.Entry(revision, recorded(groupingCreated()), null, bytes);
  }

  private long nextRevision() {
    var next = backlog.next();
    return next == null ? -1 : next.revision();
  }

  @Test
  void an_event_waits_for_the_one_before_it() {
    backlog.add(entry(7, 10));
    assertThat(backlog.next()).isNull();
    assertThat(backlog.isBehind()).isTrue();
    backlog.add(entry(6, 10));
    assertThat(nextRevision()).isEqualTo(6);
    backlog.markSent(entry(6, 10));
    assertThat(nextRevision()).isEqualTo(7);
    backlog.markSent(entry(7, 10));
    assertThat(backlog.next()).isNull();
    assertThat(backlog.isBehind()).isFalse();
  }

  @Test
  void an_event_that_was_sent_is_not_sent_again() {
    backlog.add(entry(5, 10));
    backlog.add(entry(4, 10));
    assertThat(backlog.next()).isNull();
    assertThat(backlog.isBehind()).isFalse();
  }

  @Test
  void an_event_that_arrives_twice_takes_its_bytes_once() {
    backlog.add(entry(6, 60));
    backlog.add(entry(6, 60));
    backlog.add(entry(7, 40));
    backlog.markSent(entry(6, 60));
    assertThat(nextRevision()).isEqualTo(7);
  }

  @Test
  void the_newest_events_are_left_out_when_there_is_no_room() {
    backlog.add(entry(6, 60));
    backlog.add(entry(7, 60));
    backlog.markSent(entry(6, 60));
    assertThat(backlog.next()).isNull();
    assertThat(backlog.isBehind()).isTrue();
    backlog.add(entry(7, 60));
    assertThat(nextRevision()).isEqualTo(7);
  }

  @Test
  void the_next_event_stays_however_large_it_is() {
    backlog.add(entry(6, 10_000));
    assertThat(nextRevision()).isEqualTo(6);
    backlog.add(entry(7, 10));
    backlog.markSent(entry(6, 10_000));
    assertThat(backlog.next()).isNull();
  }

  @Test
  void revisions_that_do_not_exist_are_skipped() {
    backlog.add(entry(90, 10));
    assertThat(backlog.next()).isNull();
    backlog.skipTo(90);
    assertThat(nextRevision()).isEqualTo(90);
    backlog.skipTo(3);
    assertThat(nextRevision()).isEqualTo(90);
  }

  @Test
  void a_later_start_drops_what_came_before_it() {
    backlog.add(entry(6, 60));
    backlog.add(entry(8, 20));
    backlog.startAfter(7);
    assertThat(nextRevision()).isEqualTo(8);
    backlog.add(entry(9, 80));
    backlog.markSent(entry(8, 20));
    assertThat(nextRevision()).isEqualTo(9);
    assertThat(backlog.lastRevision()).isEqualTo(8);
    assertThat(backlog.newestRevision()).isEqualTo(9);
  }

  @Test
  void a_revision_that_is_only_known_to_exist_puts_it_behind() {
    backlog.noteRevision(6);
    assertThat(backlog.isBehind()).isTrue();
    assertThat(backlog.next()).isNull();
  }
}
