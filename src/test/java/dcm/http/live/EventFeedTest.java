package dcm.http.live;

import static dcm.http.live.FeedTestKit.ANNA;
import static dcm.http.live.FeedTestKit.EPOCH;
import static dcm.http.live.FeedTestKit.NOW;
import static dcm.http.live.FeedTestKit.TASK;
import static dcm.http.live.FeedTestKit.anna;
import static dcm.http.live.FeedTestKit.claimed;
import static dcm.http.live.FeedTestKit.groupingCreated;
import static dcm.http.live.FeedTestKit.liveEvent;
import static dcm.http.live.FeedTestKit.posted;
import static dcm.http.live.FeedTestKit.recorded;
import static dcm.http.live.FeedTestKit.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.http.live.EventFeed.NextStep;
import dcm.view.EventHistory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The order of revisions, and the queries before an event is sent. */
class EventFeedTest {
  private static final FeedTestKit KIT = new FeedTestKit();
  private static final GuildEvent PERMISSIONS_CHANGED =
      new PermissionEvent.Granted(new RoleId(7), Set.of(Permission.SETTINGS_MANAGE));

  private final QueryLog queries = new QueryLog();
  private OutboundQueue queue = KIT.queue(1 << 20);
  private EventFeed feed = new EventFeed(queue, queries, InstantSource.fixed(NOW));

  @AfterAll
  static void close() {
    KIT.close();
  }

  /** Records the queries of a feed. */
  private static final class QueryLog implements EventFeed.Queries {
    private final List<String> asked = new ArrayList<>();
    private boolean pending;

    @Override
    public boolean isPending() {
      return pending;
    }

    @Override
    public void markAnswered() {
      pending = false;
    }

    @Override
    public void loadSubscriber() {
      ask("subscriber");
    }

    @Override
    public void loadTask(TaskId id) {
      ask("task " + id);
    }

    @Override
    public void replayAfter(long revision) {
      ask("after " + revision);
    }

    private void ask(String question) {
      assertThat(pending).as("one question at a time").isFalse();
      pending = true;
      asked.add(question);
    }
  }

  /** The viewer saw revision 5 and may see what these permissions allow. */
  private void start(Permission... permissions) {
    feed.start(5L, 5, 100);
    feed.updateSubscriber(anna(5, permissions));
  }

  private NextStep publish(long revision, GuildEvent event) {
    return publish(revision, event, null);
  }

  private NextStep publish(long revision, GuildEvent event, @Nullable Task task) {
    feed.add(new LiveSocket.Message.EventPublished(liveEvent(revision, event, task)));
    return feed.sendAvailable();
  }

  @Test
  void events_that_were_not_published_are_read_once_the_revision_is_known() {
    start();
    feed.add(new LiveSocket.Message.RevisionReached(5));
    feed.sendAvailable();
    assertThat(queries.asked).isEmpty();
    feed.add(new LiveSocket.Message.RevisionReached(7));
    feed.sendAvailable();
    assertThat(queries.asked).containsExactly("after 5");
    replay(6, 7);
    assertThat(queries.asked).containsExactly("after 5");
  }

  @Test
  void a_revision_reached_before_the_start_is_not_forgotten() {
    feed.add(new LiveSocket.Message.RevisionReached(6));
    feed.sendAvailable();
    assertThat(queries.asked).isEmpty();
    start();
    feed.sendAvailable();
    assertThat(queries.asked).containsExactly("after 5");
  }

  private NextStep replay(long... revisions) {
    var events = new ArrayList<EventHistory.JournaledEvent>();
    for (var revision : revisions) {
      events.add(new EventHistory.JournaledEvent(revision, recorded(groupingCreated()), 100));
    }
    feed.add(new LiveSocket.Message.EventsReplayed(events));
    return feed.sendAvailable();
  }

  private List<String> sent() {
    return KIT.frames(queue).stream().map(EventFeedTest::summary).toList();
  }

  private static String summary(JsonNode frame) {
    return frame.path("type").asText()
        + (frame.has("revision") ? " " + frame.path("revision").asLong() : "")
        + (frame.path("type").asText().equals("event") && !frame.has("event") ? " hidden" : "");
  }

  @Test
  void revisions_are_sent_in_their_order_whatever_order_they_arrive_in() {
    start();
    publish(7, groupingCreated());
    assertThat(queries.asked).containsExactly("after 5");
    publish(8, groupingCreated());
    assertThat(replay(6)).isEqualTo(NextStep.WAIT);
    assertThat(sent()).containsExactly("hello 5", "event 6", "event 7", "event 8");
  }

  @Test
  void a_revision_that_arrives_twice_is_sent_once() {
    start();
    publish(6, groupingCreated());
    publish(6, groupingCreated());
    publish(7, groupingCreated());
    assertThat(sent()).containsExactly("hello 5", "event 6", "event 7");
  }

  @Test
  void what_the_client_missed_is_read_from_the_journal() {
    feed.start(3L, 5, 100);
    feed.updateSubscriber(anna(5));
    feed.sendAvailable();
    assertThat(queries.asked).containsExactly("after 3");
    replay(4);
    assertThat(queries.asked).containsExactly("after 3", "after 4");
    replay(5);
    assertThat(sent()).containsExactly("hello 5", "event 4", "event 5");
  }

  @Test
  void a_client_that_missed_too_much_or_knows_the_future_starts_anew() {
    for (long since : new long[] {3, 9}) {
      queue = KIT.queue(1 << 20);
      feed = new EventFeed(queue, queries, InstantSource.fixed(NOW));
      feed.start(since, 5, 1);
      feed.updateSubscriber(anna(5));
      assertThat(feed.sendAvailable()).isEqualTo(NextStep.WAIT);
      assertThat(sent()).containsExactly("hello 5", "resync 5");
    }
    assertThat(queries.asked).isEmpty();
  }

  @Test
  void nothing_is_sent_before_it_is_known_who_the_viewer_is() {
    feed.start(null, 5, 100);
    publish(6, groupingCreated());
    assertThat(sent()).containsExactly("hello 5");
  }

  @Test
  void a_task_is_asked_for_and_later_events_wait_for_the_answer() {
    start();
    publish(6, claimed(TASK), task(TASK, ""));
    publish(7, groupingCreated());
    assertThat(queries.asked).containsExactly("task " + TASK);
    feed.add(new LiveSocket.Message.TaskLoaded(TASK, task(TASK, ""), 6));
    feed.sendAvailable();
    assertThat(sent()).containsExactly("hello 5", "event 6", "event 7");
  }

  @Test
  void events_of_a_task_that_the_viewer_may_not_see_are_hidden() {
    start();
    publish(6, claimed(TASK), task(TASK, "secret"));
    publish(7, claimed(TASK), task(TASK, "secret"));
    feed.add(new LiveSocket.Message.TaskLoaded(TASK, null, 0));
    feed.sendAvailable();
    assertThat(queries.asked).hasSize(1);
    assertThat(sent()).containsExactly("hello 5", "event 6 hidden", "event 7 hidden");
  }

  @Test
  void changed_permissions_are_read_before_the_next_event_is_shown() {
    start();
    publish(6, PERMISSIONS_CHANGED);
    publish(7, new SettingsEvent.ChannelsObserved(List.of(), List.of()));
    assertThat(queries.asked).containsExactly("subscriber");
    queries.markAnswered();
    feed.updateSubscriber(anna(6, Permission.SETTINGS_MANAGE));
    feed.sendAvailable();
    assertThat(sent()).containsExactly("hello 5", "event 6 hidden", "event 7");
  }

  @Test
  void permissions_that_were_read_after_the_event_are_not_read_again() {
    start();
    feed.updateSubscriber(anna(6));
    publish(6, PERMISSIONS_CHANGED);
    assertThat(queries.asked).isEmpty();
    assertThat(sent()).containsExactly("hello 5", "event 6 hidden");
  }

  @Test
  void the_end_of_the_membership_ends_the_socket_and_is_not_sent() {
    start();
    publish(6, groupingCreated());
    assertThat(publish(7, new MemberEvent.Left(ANNA, EPOCH + 1))).isEqualTo(NextStep.TOKEN_EXPIRED);
    assertThat(sent()).containsExactly("hello 5", "event 6");
  }

  @Test
  void after_a_restore_the_client_reads_everything_again() {
    start();
    feed.updateSubscriber(
        new Subscriber(ANNA, 90, Set.of(), 0, 5)); // a token from after the restore
    publish(90, new SettingsEvent.Restored(2, NOW, 90));
    assertThat(queries.asked).containsExactly("after 5");
    feed.add(
        new LiveSocket.Message.EventsReplayed(
            List.of(
                new EventHistory.JournaledEvent(
                    90, recorded(new SettingsEvent.Restored(2, NOW, 90)), 100))));
    feed.sendAvailable();
    publish(91, groupingCreated());
    assertThat(sent()).containsExactly("hello 5", "resync 90", "event 91");
  }

  @Test
  void an_inbox_event_is_followed_by_its_notification() {
    start();
    publish(6, posted(ANNA));
    queries.markAnswered();
    feed.updateSubscriber(anna(6));
    feed.sendAvailable();
    assertThat(sent()).containsExactly("hello 5", "event 6 hidden", "notification");
  }

  @Test
  void nothing_is_sent_while_the_reader_has_to_catch_up() {
    queue = KIT.queue(1_024);
    feed = new EventFeed(queue, queries, InstantSource.fixed(NOW));
    start();
    for (int revision = 6; revision < 20; revision++) {
      assertThat(publish(revision, groupingCreated())).isEqualTo(NextStep.WAIT);
    }
    assertThat(queue.hasOverflowed()).isFalse();
    var sent = sent();
    assertThat(sent).hasSizeBetween(2, 8).startsWith("hello 5", "event 6");
  }
}
