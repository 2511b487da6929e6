package dcm.view;

import static dcm.view.Board.SANNE;
import static dcm.view.Board.TOM;
import static dcm.view.Board.at;
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
import dcm.guild.Occurrence;
import dcm.guild.OccurrenceEvent;
import dcm.guild.Permission;
import dcm.guild.PermissionEvent;
import dcm.guild.RefusalEvent;
import dcm.guild.RoleId;
import dcm.guild.Settings;
import dcm.guild.SettingsEvent;
import dcm.guild.TaskEvent;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NoticeBoardIT {
  private static final AtomicLong GUILDS = new AtomicLong(9000);
  private static final RoleId ROLE = new RoleId(77);
  private static Board board;

  private final GuildId guild = new GuildId(GUILDS.incrementAndGet());

  @BeforeAll
  static void open() {
    board = new Board();
  }

  @AfterAll
  static void close() {
    board.close();
  }

  @Test
  void the_history_tells_who_did_it_and_who_said_so() throws Exception {
    board.write(guild, created(12, "Bathroom"), opened(12, 1, SANNE, TOM));
    board.write(guild, completed(12, 1, "all but the mirror"), opened(12, 2, TOM));

    assertThat(board.history(guild, 12))
        .containsExactly(
            new PastOccurrence(
                task(12),
                2,
                12,
                "Bathroom",
                Occurrence.State.OPEN,
                Board.DUE,
                at(4),
                List.of(TOM),
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            new PastOccurrence(
                task(12),
                1,
                12,
                "Bathroom",
                Occurrence.State.DONE,
                Board.DUE,
                at(2),
                List.of(SANNE, TOM),
                null,
                TOM,
                SANNE,
                Board.START,
                "all but the mirror",
                at(3),
                3L));
  }

  @Test
  void each_occurrence_keeps_the_title_it_was_done_under() throws Exception {
    board.write(guild, created(1, "Bathroom"), opened(1, 1), completed(1, 1, null), opened(1, 2));
    board.write(guild, renamed(1, "Bathroom", "Bathroom and toilet"));
    board.write(guild, completed(1, 2, null), opened(1, 3));

    assertThat(board.history(guild, 1))
        .extracting(PastOccurrence::title)
        .containsExactly("Bathroom and toilet", "Bathroom and toilet", "Bathroom");
  }

  @Test
  void what_is_taken_back_is_as_it_was_claim_included() throws Exception {
    board.write(
        guild,
        created(1, "Dishes"),
        opened(1, 1, SANNE),
        new OccurrenceEvent.Claimed(task(1), 1, TOM));
    var before = board.history(guild, 1);
    assertThat(before.getFirst().state()).isEqualTo(Occurrence.State.CLAIMED);

    board.write(guild, completed(1, 1, "done"), opened(1, 2, SANNE));
    board.write(
        guild, new OccurrenceEvent.Withdrawn(task(1), 2), new OccurrenceEvent.Reopened(task(1), 1));

    assertThat(board.history(guild, 1)).isEqualTo(before);
  }

  @Test
  void a_skip_names_its_reason_and_is_no_completion() throws Exception {
    board.write(guild, created(1, "Dishes"), opened(1, 1, TOM));
    board.write(guild, new OccurrenceEvent.Skipped(task(1), 1, "on holiday", true));

    var skipped = board.history(guild, 1).getFirst();
    assertThat(skipped.state()).isEqualTo(Occurrence.State.SKIPPED);
    assertThat(skipped.note()).isEqualTo("on holiday");
    assertThat(skipped.loggedBy()).isEqualTo(SANNE);
    assertThat(skipped.completedBy()).isNull();
    assertThat(skipped.doneAt()).isNull();
  }

  @Test
  void a_claim_outlives_an_assignment_only_to_the_claimant() throws Exception {
    var claimed = new OccurrenceEvent.Claimed(task(1), 1, TOM);
    board.write(guild, created(1, "Dishes"), opened(1, 1, SANNE), claimed);
    board.write(
        guild, new OccurrenceEvent.Assigned(task(1), 1, List.of(SANNE), List.of(TOM, SANNE)));
    assertThat(board.history(guild, 1).getFirst().claimedBy()).isEqualTo(TOM);

    board.write(
        guild, new OccurrenceEvent.Assigned(task(1), 1, List.of(TOM, SANNE), List.of(SANNE)));
    var given = board.history(guild, 1).getFirst();
    assertThat(given.claimedBy()).isNull();
    assertThat(given.state()).isEqualTo(Occurrence.State.OPEN);
    assertThat(given.assignees()).containsExactly(SANNE);

    board.write(guild, claimed, new OccurrenceEvent.Released(task(1), 1, TOM));
    assertThat(board.history(guild, 1).getFirst().state()).isEqualTo(Occurrence.State.OPEN);
  }

  @Test
  void a_deleted_tasks_history_stays_and_its_open_occurrence_is_cancelled() throws Exception {
    board.write(guild, created(1, "Dishes"), opened(1, 1), completed(1, 1, null), opened(1, 2));
    board.write(guild, new TaskEvent.Deleted(task(1), 1, "Dishes"));

    assertThat(board.history(guild, 1))
        .extracting(PastOccurrence::state)
        .containsExactly(Occurrence.State.CANCELLED, Occurrence.State.DONE);
  }

  @Test
  void a_history_is_read_in_pages() throws Exception {
    board.write(guild, created(1, "Dishes"));
    for (var ordinal = 1; ordinal <= 5; ordinal++) {
      board.write(guild, opened(1, ordinal), completed(1, ordinal, null));
    }

    var first = get(board.view.history().ofTask(guild, task(1), Integer.MAX_VALUE, 3));
    var second = get(board.view.history().ofTask(guild, task(1), first.getLast().ordinal(), 3));

    assertThat(first).extracting(PastOccurrence::ordinal).containsExactly(5, 4, 3);
    assertThat(second).extracting(PastOccurrence::ordinal).containsExactly(2, 1);
  }

  @Test
  void what_postgresql_cannot_store_as_text_does_not_keep_a_guild_from_writing() throws Exception {
    board.write(guild, created(1, "NUL \0 half \uD83E pair \uD83E\uDDF9"), opened(1, 1));

    assertThat(board.history(guild, 1).getFirst().title())
        .isEqualTo("NUL \uFFFD half \uFFFD pair \uD83E\uDDF9");
  }

  @Test
  void another_guilds_task_has_no_history_here() throws Exception {
    board.write(guild, created(1, "Dishes"), opened(1, 1));

    assertThat(board.history(new GuildId(8999), 1)).isEmpty();
  }

  @Test
  void members_come_change_and_go() throws Exception {
    board.write(guild, observed(SANNE, null, 7), observed(TOM, null, 7));
    board.write(guild, observed(SANNE, Set.of(new RoleId(7)), 7, 8));
    board.write(guild, new MemberEvent.Left(TOM, 2));

    assertThat(board.look("select user_id || ' ' || roles || ' ' || guild_id from " + table()))
        .containsExactly("501 [\"7\", \"8\"] " + guild);
    assertThat(board.look("select joined_at at time zone 'UTC' from " + table()))
        .containsExactly("2026-03-01 09:01:00");
  }

  @Test
  void a_role_has_what_was_granted_less_what_was_revoked() throws Exception {
    var permissions = "select permissions::text from guild_" + guild + ".guild_permissions";
    board.write(guild, granted(Permission.TASK_EDIT, Permission.TASK_CREATE));
    board.write(guild, granted(Permission.TASK_CREATE, Permission.AUDIT_VIEW));
    board.write(guild, new PermissionEvent.Revoked(ROLE, Set.of(Permission.TASK_EDIT)));
    assertThat(board.look(permissions)).containsExactly("[\"AUDIT_VIEW\", \"TASK_CREATE\"]");

    board.write(
        guild,
        new PermissionEvent.Revoked(ROLE, Set.of(Permission.AUDIT_VIEW, Permission.TASK_CREATE)));
    assertThat(board.look(permissions)).isEmpty();
  }

  @Test
  void a_refusal_is_noted_with_what_was_missing() throws Exception {
    board.write(guild, new RefusalEvent("task.delete", Permission.TASK_DELETE, task(1)));

    assertThat(
            board.look(
                "select concat_ws(' ', revision, member_id, command, permission, door) from guild_"
                    + guild
                    + ".refusal"))
        .containsExactly("1 501 task.delete TASK_DELETE DISCORD");
  }

  @Test
  void a_guild_is_due_until_its_own_events_say_otherwise() throws Exception {
    var soon = Instant.parse("2031-01-01T00:00:00Z");
    board.write(guild, new NotificationEvent.WakeUpPlanned(soon));
    assertThat(due(soon.minusMillis(1))).doesNotContain(guild);
    assertThat(due(soon)).contains(guild);

    board.write(guild, new NotificationEvent.WakeUpPlanned(soon.plusSeconds(9)));
    assertThat(due(soon)).doesNotContain(guild);

    board.write(guild, new NotificationEvent.WakeUpCancelled());
    assertThat(due(soon.plusSeconds(99))).doesNotContain(guild);
  }

  @Test
  void the_longest_overdue_guild_comes_first_and_the_list_is_bounded() throws Exception {
    var other = new GuildId(GUILDS.incrementAndGet());
    board.write(guild, new NotificationEvent.WakeUpPlanned(Instant.parse("2001-01-02T00:00:00Z")));
    board.write(other, new NotificationEvent.WakeUpPlanned(Instant.parse("2001-01-01T00:00:00Z")));

    assertThat(get(board.view.due().at(Board.START, 1))).containsExactly(other);
    assertThat(get(board.view.due().at(Board.START, 2))).containsExactly(other, guild);
    board.write(guild, new NotificationEvent.WakeUpCancelled());
    board.write(other, new NotificationEvent.WakeUpCancelled());
  }

  @Test
  void the_shared_list_of_guilds_knows_name_and_settings() throws Exception {
    var changed =
        new Settings(
            ZoneId.of("Europe/London"),
            "en",
            DayOfWeek.SUNDAY,
            List.of(),
            null,
            null,
            Duration.ofMinutes(5));
    board.write(
        guild, new SettingsEvent.GuildObserved("Old", Map.of(ROLE, "cleaner"), "nl", null, null));
    board.write(guild, new SettingsEvent.GuildObserved("New", Map.of(), "nl", null, null));
    board.write(guild, new SettingsEvent.Changed(Settings.INITIAL, changed));

    assertThat(
            board.look(
                "select name || ' ' || (settings ->> 'zone') || ' ' || (settings ->> 'undoWindow')"
                    + " from dcm.guilds where discord_id = "
                    + guild))
        .containsExactly("New Europe/London PT5M");
  }

  @Test
  void a_user_who_logs_in_again_is_the_same_with_a_new_profile() throws Exception {
    get(board.view.users().met(TOM, Map.of("username", "tom"), Board.START));
    get(board.view.users().met(TOM, Map.of("username", "thomas\0"), Board.at(1)));

    assertThat(
            board.look(
                "select profile ->> 'username' || ' ' || (created_at at time zone 'UTC') from"
                    + " dcm.users where discord_id = 502"))
        .containsExactly("thomas\uFFFD 2026-03-01 09:00:00");
  }

  private String table() {
    return "guild_" + guild + ".guild_members";
  }

  private static List<GuildId> due(Instant now) throws Exception {
    return get(board.view.due().at(now, 100));
  }

  private static PermissionEvent granted(Permission... permissions) {
    return new PermissionEvent.Granted(ROLE, Set.of(permissions));
  }

  private static MemberEvent observed(
      MemberId member, @Nullable Set<RoleId> before, long... roles) {
    return new MemberEvent.Observed(
        member,
        "Somebody",
        before,
        Arrays.stream(roles).mapToObj(RoleId::new).collect(Collectors.toSet()),
        false,
        null,
        1);
  }
}
