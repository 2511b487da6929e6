package dcm.view;

import static dcm.view.ProjectionTestKit.SANNE;
import static dcm.view.ProjectionTestKit.TOM;
import static dcm.view.ProjectionTestKit.completed;
import static dcm.view.ProjectionTestKit.created;
import static dcm.view.ProjectionTestKit.join;
import static dcm.view.ProjectionTestKit.opened;
import static dcm.view.ProjectionTestKit.renamed;
import static dcm.view.ProjectionTestKit.task;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.event.CommandRefused;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.PermissionEvent;
import dcm.guild.event.PointsEvent;
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.PointsReason;
import dcm.guild.value.RoleId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReadModelRebuildIT {
  private static final GuildId GUILD = new GuildId(4001);
  private static final GuildId OTHER_GUILD = new GuildId(4002);
  private static final List<String> TABLES =
      List.of(
          "guild_4001.guild_members",
          "guild_4001.guild_permissions",
          "guild_4001.task_title",
          "guild_4001.occurrence_history",
          "guild_4001.refusal",
          "guild_4001.points_ledger",
          "guild_4002.task_title",
          "dcm.guilds",
          "dcm.guild_wakeup");

  @Test
  void a_rebuild_restores_damaged_read_models_identically() throws Exception {
    try (var kit = new ProjectionTestKit()) {
      kit.write(OTHER_GUILD, created(1, "theirs"), opened(1, 1));
      kit.write(GUILD, new SettingsEvent.GuildObserved("Club", Map.of(), "en", null, null));
      for (var number = 1; number <= 50; number++) {
        writeTaskLifecycle(kit, number);
      }
      kit.write(GUILD, new SettingsEvent.Changed(GuildSettings.INITIAL, GuildSettings.INITIAL));
      var before = dump(kit);
      assertThat(before.values()).doesNotContain("");

      kit.execute("truncate guild_4001.task_title, guild_4001.refusal, guild_4001.points_ledger");
      kit.execute("update guild_4001.occurrence_history set title = 'damaged', number = 0");
      kit.execute("delete from guild_4001.guild_members where user_id % 2 = 0");
      kit.execute(
          "insert into guild_4001.guild_permissions select gen_random_uuid(), 1, 999,"
              + " '[\"AUDIT_VIEW\"]', now()");
      kit.execute("delete from dcm.guild_wakeup where guild_id = 4001");
      assertThat(dump(kit)).isNotEqualTo(before);

      var projected = join(kit.readModels.rebuild().rebuild(GUILD));

      assertThat(dump(kit)).isEqualTo(before);
      assertThat(projected)
          .isEqualTo(join(kit.readModels.eventHistory().revision(GUILD)))
          .isGreaterThan(500);
      // and the guild continues to write
      kit.write(GUILD, created(99, "one more"), opened(99, 1));
      assertThat(kit.history(GUILD, 99)).hasSize(1);
    }
  }

  @Test
  void a_guild_without_events_has_nothing_to_rebuild() throws Exception {
    try (var kit = new ProjectionTestKit()) {
      assertThat(join(kit.readModels.rebuild().rebuild(GUILD))).isZero();
    }
  }

  /** The life cycle of a task, and events of all other families. */
  private static void writeTaskLifecycle(ProjectionTestKit kit, int number) {
    var role = new RoleId(1 + number % 5);
    var member = new MemberId(500 + number);
    kit.write(GUILD, created(number, "task " + number), opened(number, 1, SANNE));
    kit.write(
        GUILD,
        new OccurrenceEvent.Claimed(task(number), 1, TOM),
        new OccurrenceEvent.Snoozed(task(number), 1, ProjectionTestKit.START),
        completed(number, 1, number % 2 == 0 ? "note" : null),
        opened(number, 2, TOM));
    if (number % 3 == 0) {
      kit.write(
          GUILD,
          new OccurrenceEvent.Withdrawn(task(number), 2),
          new OccurrenceEvent.Reopened(task(number), 1),
          new OccurrenceEvent.Skipped(task(number), 1, null, true),
          opened(number, 3));
    }
    kit.write(
        GUILD,
        renamed(number, "task " + number, "renamed " + number),
        new MemberEvent.Observed(member, "M", null, Set.of(role), false, null, 1),
        new PermissionEvent.Granted(role, Set.of(Permission.TASK_EDIT, Permission.AUDIT_VIEW)),
        new CommandRefused("task.delete", Permission.TASK_DELETE, task(number)),
        new PointsEvent.Recorded(
            member,
            number,
            PointsReason.COMPLETED,
            number + ".1.completed." + member,
            task(number),
            1,
            number,
            null,
            null),
        new NotificationEvent.WakeUpPlanned(ProjectionTestKit.START.plus(Duration.ofDays(number))));
    if (number % 4 == 0) {
      kit.write(
          GUILD,
          new TaskEvent.Deleted(task(number), number, "renamed " + number),
          new MemberEvent.Left(member, 2),
          new PermissionEvent.Revoked(role, Set.of(Permission.TASK_EDIT)));
    }
  }

  private static Map<String, String> dump(ProjectionTestKit kit) throws Exception {
    var dump = new TreeMap<String, String>();
    for (var table : TABLES) {
      dump.put(
          table,
          String.join(
              "\n", kit.queryColumn("select to_jsonb(t)::text from " + table + " t order by 1")));
    }
    return dump;
  }
}
