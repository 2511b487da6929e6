package dcm.http.live;

import static dcm.http.live.FeedTestKit.ANNA;
import static dcm.http.live.FeedTestKit.BEN;
import static dcm.http.live.FeedTestKit.EPOCH;
import static dcm.http.live.FeedTestKit.NOW;
import static dcm.http.live.FeedTestKit.TASK;
import static dcm.http.live.FeedTestKit.claimed;
import static dcm.http.live.FeedTestKit.groupingCreated;
import static dcm.http.live.FeedTestKit.posted;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The events that end a viewer's socket or change the viewer's permissions. */
class SubscriberTest {
  private static final Subscriber VIEWER = FeedTestKit.anna();

  private static GuildEvent observed(MemberId member, long epoch) {
    return new MemberEvent.Observed(member, "Anna", Set.of(), Set.of(), false, "en", epoch);
  }

  @Test
  void a_newer_epoch_of_the_viewer_ends_the_socket() {
    assertThat(VIEWER.isDisconnectedBy(observed(ANNA, EPOCH + 1))).isTrue();
    assertThat(VIEWER.isDisconnectedBy(observed(ANNA, EPOCH))).isFalse();
    assertThat(VIEWER.isDisconnectedBy(observed(BEN, EPOCH + 1))).isFalse();
  }

  @Test
  void the_end_of_the_viewers_membership_ends_the_socket() {
    assertThat(VIEWER.isDisconnectedBy(new MemberEvent.Left(ANNA, EPOCH + 1))).isTrue();
    assertThat(VIEWER.isDisconnectedBy(new MemberEvent.Left(BEN, EPOCH + 1))).isFalse();
  }

  @Test
  void the_removal_of_the_bot_ends_the_socket() {
    assertThat(VIEWER.isDisconnectedBy(new SettingsEvent.Deactivated())).isTrue();
  }

  @Test
  void a_restore_ends_sockets_with_tokens_from_before_it() {
    assertThat(VIEWER.isDisconnectedBy(new SettingsEvent.Restored(1, NOW, EPOCH + 1))).isTrue();
    assertThat(VIEWER.isDisconnectedBy(new SettingsEvent.Restored(1, NOW, EPOCH))).isFalse();
  }

  @Test
  void events_that_may_change_the_viewers_permissions_or_inbox_are_looked_up_first() {
    assertThat(
            List.of(
                new PermissionEvent.Revoked(new RoleId(7), Set.of(Permission.AUDIT_VIEW)),
                new SettingsEvent.GuildObserved("Guild", Map.of(), "en", null, null),
                observed(ANNA, EPOCH),
                posted(ANNA),
                new NotificationEvent.Read(ANNA, 9)))
        .allMatch(VIEWER::needsRefreshAfter);
  }

  @Test
  void events_of_others_change_nothing_for_the_viewer() {
    assertThat(
            List.of(
                observed(BEN, 9),
                posted(BEN),
                new NotificationEvent.Read(BEN, 9),
                claimed(TASK),
                groupingCreated(),
                new TaskEvent.Deleted(TASK, 12, "bathroom")))
        .noneMatch(VIEWER::needsRefreshAfter)
        .noneMatch(VIEWER::isDisconnectedBy);
  }
}
