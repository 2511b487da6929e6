package dcm.view;

import static dcm.view.Board.SANNE;
import static dcm.view.Board.TOM;
import static dcm.view.Board.completed;
import static dcm.view.Board.created;
import static dcm.view.Board.get;
import static dcm.view.Board.opened;
import static dcm.view.Board.renamed;
import static dcm.view.Board.task;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildId;
import dcm.guild.MemberEvent;
import dcm.guild.MemberId;
import dcm.guild.NotificationEvent;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.RefusalEvent;
import dcm.guild.RoleId;
import dcm.guild.Settings;
import dcm.guild.SettingsEvent;
import dcm.guild.TaskEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RebuildIT {
  private static final GuildId GUILD = new GuildId(4001);
  private static final GuildId NEIGHBOUR = new GuildId(4002);
  private static final List<String> TABLES =
      List.of(
          "guild_4001.guild_members",
          "guild_4001.guild_permissions",
          "guild_4001.task_title",
          "guild_4001.occurrence_history",
          "guild_4001.refusal",
          "guild_4002.task_title",
          "dcm.guilds",
          "dcm.guild_wakeup");

  @Test
  void the_read_tables_are_written_again_identically_whatever_became_of_them() throws Exception {
    try (var board = new Board()) {
      board.write(NEIGHBOUR, created(1, "theirs"), opened(1, 1));
      board.write(GUILD, new SettingsEvent.GuildObserved("Club", Map.of(), "en", null, null));
      for (var number = 1; number <= 50; number++) {
        live(board, number);
      }
      board.write(GUILD, new SettingsEvent.Changed(Settings.INITIAL, Settings.INITIAL));
      var before = dump(board);
      assertThat(before.values()).doesNotContain("");

      board.execute("truncate guild_4001.task_title, guild_4001.refusal");
      board.execute("update guild_4001.occurrence_history set title = 'spoilt', number = 0");
      board.execute("delete from guild_4001.guild_members where user_id % 2 = 0");
      board.execute(
          "insert into guild_4001.guild_permissions select gen_random_uuid(), 1, 999,"
              + " '[\"AUDIT_VIEW\"]', now()");
      board.execute("delete from dcm.guild_wakeup where guild_id = 4001");
      assertThat(dump(board)).isNotEqualTo(before);

      var noted = get(board.view.rebuild().of(GUILD));

      assertThat(dump(board)).isEqualTo(before);
      assertThat(noted).isEqualTo(get(board.view.past().revision(GUILD))).isGreaterThan(500);
      // and the guild goes on writing where it was
      board.write(GUILD, created(99, "one more"), opened(99, 1));
      assertThat(board.history(GUILD, 99)).hasSize(1);
    }
  }

  @Test
  void a_guild_that_never_wrote_has_nothing_to_rebuild() throws Exception {
    try (var board = new Board()) {
      assertThat(get(board.view.rebuild().of(GUILD))).isZero();
    }
  }

  /** A task's whole life, and something of everything else. */
  private static void live(Board board, int number) {
    var role = new RoleId(1 + number % 5);
    var member = new MemberId(500 + number);
    board.write(GUILD, created(number, "task " + number), opened(number, 1, SANNE));
    board.write(
        GUILD,
        new OccurrenceEvent.Claimed(task(number), 1, TOM),
        new OccurrenceEvent.Snoozed(task(number), 1, Board.START),
        completed(number, 1, number % 2 == 0 ? "note" : null),
        opened(number, 2, TOM));
    if (number % 3 == 0) {
      board.write(
          GUILD,
          new OccurrenceEvent.Withdrawn(task(number), 2),
          new OccurrenceEvent.Reopened(task(number), 1),
          new OccurrenceEvent.Skipped(task(number), 1, null, true),
          opened(number, 3));
    }
    board.write(
        GUILD,
        renamed(number, "task " + number, "renamed " + number),
        new MemberEvent.Observed(member, "M", null, Set.of(role), false, null, 1),
        new PermissionEvent.Granted(role, Set.of(Permission.TASK_EDIT, Permission.AUDIT_VIEW)),
        new RefusalEvent("task.delete", Permission.TASK_DELETE, task(number)),
        new NotificationEvent.WakeUpPlanned(Board.START.plus(Duration.ofDays(number))));
    if (number % 4 == 0) {
      board.write(
          GUILD,
          new TaskEvent.Deleted(task(number), number, "renamed " + number),
          new MemberEvent.Left(member, 2),
          new PermissionEvent.Revoked(role, Set.of(Permission.TASK_EDIT)));
    }
  }

  private static Map<String, String> dump(Board board) throws Exception {
    var dump = new TreeMap<String, String>();
    for (var table : TABLES) {
      dump.put(
          table,
          String.join(
              "\n", board.look("select to_jsonb(t)::text from " + table + " t order by 1")));
    }
    return dump;
  }
}
