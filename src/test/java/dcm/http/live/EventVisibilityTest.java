package dcm.http.live;

import static dcm.http.live.FeedTestKit.ANNA;
import static dcm.http.live.FeedTestKit.TASK;
import static dcm.http.live.FeedTestKit.claimed;
import static dcm.http.live.FeedTestKit.groupingCreated;
import static dcm.http.live.FeedTestKit.posted;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.event.CommandRefused;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The permission that each family of events requires. */
class EventVisibilityTest {
  private static void needs(Permission permission, GuildEvent event) {
    assertThat(EventVisibility.of(event))
        .isEqualTo(new EventVisibility.PermissionHolders(permission));
  }

  @Test
  void events_of_tasks_and_occurrences_are_for_those_who_see_the_task() {
    assertThat(EventVisibility.of(new TaskEvent.Deleted(TASK, 12, "bathroom")))
        .isEqualTo(new EventVisibility.TaskViewers(TASK));
    assertThat(EventVisibility.of(claimed(TASK))).isEqualTo(new EventVisibility.TaskViewers(TASK));
  }

  @Test
  void events_of_groupings_and_members_are_for_all_members() {
    assertThat(EventVisibility.of(groupingCreated())).isEqualTo(new EventVisibility.AllMembers());
    assertThat(EventVisibility.of(new MemberEvent.Left(ANNA, 5)))
        .isEqualTo(new EventVisibility.AllMembers());
  }

  @Test
  void events_of_permissions_settings_and_refusals_need_a_permission() {
    needs(
        Permission.PERMISSION_MANAGE,
        new PermissionEvent.Granted(new RoleId(7), Set.of(Permission.TASK_EDIT)));
    needs(Permission.SETTINGS_MANAGE, new SettingsEvent.Deactivated());
    needs(Permission.AUDIT_VIEW, new CommandRefused("task.delete", Permission.TASK_DELETE, TASK));
  }

  @Test
  void events_of_notifications_are_internal() {
    assertThat(EventVisibility.of(posted(ANNA))).isEqualTo(new EventVisibility.Internal());
    assertThat(EventVisibility.of(new NotificationEvent.WakeUpPlanned(FeedTestKit.NOW)))
        .isEqualTo(new EventVisibility.Internal());
  }
}
