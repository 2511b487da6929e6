package dcm.http.live;

import static dcm.http.live.FeedTestKit.ANNA;
import static dcm.http.live.FeedTestKit.BEN;
import static dcm.http.live.FeedTestKit.NOW;
import static dcm.http.live.FeedTestKit.OTHER_TASK;
import static dcm.http.live.FeedTestKit.TASK;
import static dcm.http.live.FeedTestKit.anna;
import static dcm.http.live.FeedTestKit.claimed;
import static dcm.http.live.FeedTestKit.groupingCreated;
import static dcm.http.live.FeedTestKit.journaled;
import static dcm.http.live.FeedTestKit.posted;
import static dcm.http.live.FeedTestKit.published;
import static dcm.http.live.FeedTestKit.task;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.value.Permission;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The frames that one viewer gets for one event. */
class EventRendererTest {
  private static final FeedTestKit KIT = new FeedTestKit();
  private static final Permission VIEW_ALL = Permission.TASK_VIEW_ALL;

  private final OutboundQueue queue = KIT.queue(1 << 20);
  private final EventRenderer renderer = new EventRenderer(queue, InstantSource.fixed(NOW));

  @AfterAll
  static void close() {
    KIT.close();
  }

  private List<JsonNode> frames() {
    return KIT.frames(queue);
  }

  private static void assertHidden(JsonNode frame, long revision) {
    assertThat(frame.toString()).isEqualTo("{\"type\":\"event\",\"revision\":" + revision + "}");
  }

  @Test
  void an_event_for_all_members_is_sent_to_a_member_without_permissions() {
    assertThat(renderer.render(journaled(6, groupingCreated()), anna())).isNull();
    var frame = frames().getFirst();
    assertThat(frame.path("revision").asLong()).isEqualTo(6);
    assertThat(frame.path("event").path("type").asText()).isEqualTo("grouping.created");
    assertThat(frame.path("event").path("by").path("origin").asText()).isEqualTo("DASHBOARD");
  }

  @Test
  void without_the_permission_only_the_revision_is_sent() {
    var event = new SettingsEvent.Deactivated();
    renderer.render(journaled(6, event), anna());
    renderer.render(journaled(7, event), anna(Permission.SETTINGS_MANAGE));
    var frames = frames();
    assertHidden(frames.get(0), 6);
    assertThat(frames.get(1).path("event").path("type").asText()).isEqualTo("guild.deactivated");
  }

  @Test
  void who_sees_all_tasks_gets_the_published_task_without_a_query() {
    var entry = published(6, claimed(TASK), task(TASK, "mirror"));
    assertThat(renderer.render(entry, anna(VIEW_ALL))).isNull();
    var event = frames().getFirst().path("event");
    assertThat(event.path("taskId").asText()).isEqualTo(TASK.toString());
    assertThat(event.path("task").path("description").asText()).isEqualTo("mirror");
  }

  @Test
  void who_does_not_see_all_tasks_gets_nothing_before_the_guild_was_asked() {
    var entry = published(6, claimed(TASK), task(TASK, "mirror"));
    assertThat(renderer.render(entry, anna())).isEqualTo(TASK);
    assertThat(frames()).isEmpty();
  }

  @Test
  void a_task_that_the_guild_showed_is_sent_and_one_that_it_did_not_show_is_hidden() {
    renderer.remember(TASK, task(TASK, "mirror"), 7);
    renderer.remember(OTHER_TASK, null, 7);
    assertThat(renderer.render(journaled(6, claimed(TASK)), anna())).isNull();
    assertThat(renderer.render(journaled(7, claimed(OTHER_TASK)), anna())).isNull();
    var frames = frames();
    assertThat(frames.get(0).path("event").path("task").path("number").asInt()).isEqualTo(12);
    assertHidden(frames.get(1), 7);
  }

  @Test
  void a_deleted_task_is_shown_as_such_to_who_sees_all_tasks() {
    renderer.remember(TASK, null, 7);
    assertThat(renderer.render(journaled(6, claimed(TASK)), anna(VIEW_ALL))).isNull();
    var event = frames().getFirst().path("event");
    assertThat(event.path("task").isNull()).isTrue();
  }

  @Test
  void a_task_that_was_read_before_the_event_is_asked_for_again() {
    renderer.remember(TASK, task(TASK, "mirror"), 5);
    assertThat(renderer.render(journaled(6, claimed(TASK)), anna())).isEqualTo(TASK);
  }

  @Test
  void changed_permissions_discard_what_was_remembered() {
    renderer.remember(TASK, task(TASK, "mirror"), 7);
    renderer.clear();
    assertThat(renderer.render(journaled(6, claimed(TASK)), anna())).isEqualTo(TASK);
  }

  @Test
  void of_large_tasks_the_latest_is_remembered() {
    renderer.remember(TASK, task(TASK, "x".repeat(20_000)), 7);
    renderer.remember(OTHER_TASK, task(OTHER_TASK, "x".repeat(40_000)), 7);
    assertThat(renderer.render(journaled(6, claimed(TASK)), anna())).isEqualTo(TASK);
    assertThat(renderer.render(journaled(7, claimed(OTHER_TASK)), anna())).isNull();
  }

  @Test
  void an_inbox_event_is_hidden_from_all_and_told_to_its_recipient() {
    renderer.render(journaled(6, posted(ANNA)), anna());
    renderer.render(journaled(7, posted(BEN)), anna());
    renderer.render(journaled(8, new NotificationEvent.Read(ANNA, 6)), anna());
    renderer.render(journaled(9, new NotificationEvent.Read(BEN, 6)), anna());
    var frames = frames();
    assertThat(frames).hasSize(6);
    assertHidden(frames.get(0), 6);
    assertThat(frames.get(1).path("type").asText()).isEqualTo("notification");
    assertThat(frames.get(1).path("unread").asInt()).isEqualTo(7);
    assertThat(frames.get(1).path("notification").path("title").asText()).isEqualTo("bathroom");
    assertHidden(frames.get(2), 7);
    assertHidden(frames.get(3), 8);
    assertThat(frames.get(4).path("notification").isNull()).isTrue();
    assertHidden(frames.get(5), 9);
  }

  @Test
  void the_clock_decides_whether_a_task_is_overdue() {
    var later = KIT.queue(1 << 20);
    var laterRenderer = new EventRenderer(later, InstantSource.fixed(NOW.plusSeconds(7_200)));
    renderer.remember(TASK, task(TASK, ""), 6);
    laterRenderer.remember(TASK, task(TASK, ""), 6);
    renderer.render(journaled(6, claimed(TASK)), anna());
    laterRenderer.render(journaled(6, claimed(TASK)), anna());
    assertThat(overdue(frames())).isFalse();
    assertThat(overdue(KIT.frames(later))).isTrue();
  }

  private static boolean overdue(List<JsonNode> frames) {
    return frames
        .getFirst()
        .path("event")
        .path("task")
        .path("occurrence")
        .path("overdue")
        .booleanValue();
  }
}
