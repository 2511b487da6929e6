package dcm.view.projection;

import static dcm.view.ProjectionTestKit.SANNE;
import static dcm.view.ProjectionTestKit.TOM;
import static dcm.view.ProjectionTestKit.at;
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
import dcm.guild.event.SettingsEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.GuildId;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.RoleId;
import dcm.view.OccurrenceHistory;
import dcm.view.ProjectionTestKit;
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

class ReadModelProjectionIT {
  private static final AtomicLong GUILDS = new AtomicLong(9000);
  private static final RoleId ROLE = new RoleId(77);
  private static ProjectionTestKit kit;

  private final GuildId guild = new GuildId(GUILDS.incrementAndGet());

  @BeforeAll
  static void open() {
    kit = new ProjectionTestKit();
  }

  @AfterAll
  static void close() {
    kit.close();
  }

  @Test
  void the_history_has_the_completing_and_the_logging_member() throws Exception {
    kit.write(guild, created(12, "Bathroom"), opened(12, 1, SANNE, TOM));
    kit.write(guild, completed(12, 1, "all but the mirror"), opened(12, 2, TOM));

    assertThat(kit.history(guild, 12))
        .containsExactly(
            new OccurrenceHistory.OccurrenceRecord(
                task(12),
                2,
                12,
                "Bathroom",
                Occurrence.State.OPEN,
                ProjectionTestKit.DUE,
                at(4),
                List.of(TOM),
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            new OccurrenceHistory.OccurrenceRecord(
                task(12),
                1,
                12,
                "Bathroom",
                Occurrence.State.DONE,
                ProjectionTestKit.DUE,
                at(2),
                List.of(SANNE, TOM),
                null,
                TOM,
                SANNE,
                ProjectionTestKit.START,
                "all but the mirror",
                at(3),
                3L));
  }

  @Test
  void each_occurrence_keeps_its_title() throws Exception {
    kit.write(guild, created(1, "Bathroom"), opened(1, 1), completed(1, 1, null), opened(1, 2));
    kit.write(guild, renamed(1, "Bathroom", "Bathroom and toilet"));
    kit.write(guild, completed(1, 2, null), opened(1, 3));

    assertThat(kit.history(guild, 1))
        .extracting(OccurrenceHistory.OccurrenceRecord::title)
        .containsExactly("Bathroom and toilet", "Bathroom and toilet", "Bathroom");
  }

  @Test
  void a_task_and_its_first_occurrence_may_be_in_one_write_or_in_two() throws Exception {
    kit.write(guild, created(1, "Bath"), renamed(1, "Bath", "Bath\0room"), opened(1, 1));
    kit.write(guild, created(2, "Bath"), renamed(2, "Bath", "Bath\0room"));
    kit.write(guild, opened(2, 1));
    kit.write(guild, renamed(1, "Bathroom", "Shower"), opened(1, 2));

    for (var number : List.of(1, 2)) {
      assertThat(kit.history(guild, number).getLast())
          .satisfies(occurrence -> {
            assertThat(occurrence.number()).isEqualTo(number);
            assertThat(occurrence.state()).isEqualTo(Occurrence.State.OPEN);
            assertThat(occurrence.assignees()).isEmpty();
          });
    }
    assertThat(kit.history(guild, 1))
        .extracting(OccurrenceHistory.OccurrenceRecord::title)
        .containsExactly("Shower", "Shower");
    assertThat(kit.history(guild, 2))
        .extracting(OccurrenceHistory.OccurrenceRecord::title)
        .containsExactly("Bath\ufffdroom");
  }

  @Test
  void a_reopened_occurrence_is_restored_with_its_claim() throws Exception {
    kit.write(
        guild,
        created(1, "Dishes"),
        opened(1, 1, SANNE),
        new OccurrenceEvent.Claimed(task(1), 1, TOM));
    var before = kit.history(guild, 1);
    assertThat(before.getFirst().state()).isEqualTo(Occurrence.State.CLAIMED);

    kit.write(guild, completed(1, 1, "done"), opened(1, 2, SANNE));
    kit.write(
        guild, new OccurrenceEvent.Withdrawn(task(1), 2), new OccurrenceEvent.Reopened(task(1), 1));

    assertThat(kit.history(guild, 1)).isEqualTo(before);
  }

  @Test
  void a_skip_has_its_reason_and_is_not_a_completion() throws Exception {
    kit.write(guild, created(1, "Dishes"), opened(1, 1, TOM));
    kit.write(guild, new OccurrenceEvent.Skipped(task(1), 1, "on holiday", true));

    var skipped = kit.history(guild, 1).getFirst();
    assertThat(skipped.state()).isEqualTo(Occurrence.State.SKIPPED);
    assertThat(skipped.note()).isEqualTo("on holiday");
    assertThat(skipped.loggedBy()).isEqualTo(SANNE);
    assertThat(skipped.completedBy()).isNull();
    assertThat(skipped.doneAt()).isNull();
  }

  @Test
  void a_claim_survives_an_assignment_only_to_the_claimant() throws Exception {
    var claimed = new OccurrenceEvent.Claimed(task(1), 1, TOM);
    kit.write(guild, created(1, "Dishes"), opened(1, 1, SANNE), claimed);
    kit.write(guild, new OccurrenceEvent.Assigned(task(1), 1, List.of(SANNE), List.of(TOM, SANNE)));
    assertThat(kit.history(guild, 1).getFirst().claimedBy()).isEqualTo(TOM);

    kit.write(guild, new OccurrenceEvent.Assigned(task(1), 1, List.of(TOM, SANNE), List.of(SANNE)));
    var given = kit.history(guild, 1).getFirst();
    assertThat(given.claimedBy()).isNull();
    assertThat(given.state()).isEqualTo(Occurrence.State.OPEN);
    assertThat(given.assignees()).containsExactly(SANNE);

    kit.write(guild, claimed, new OccurrenceEvent.Released(task(1), 1, TOM));
    assertThat(kit.history(guild, 1).getFirst().state()).isEqualTo(Occurrence.State.OPEN);
  }

  @Test
  void a_deleted_tasks_history_stays_and_its_open_occurrence_is_cancelled() throws Exception {
    kit.write(guild, created(1, "Dishes"), opened(1, 1), completed(1, 1, null), opened(1, 2));
    kit.write(guild, new TaskEvent.Deleted(task(1), 1, "Dishes"));

    assertThat(kit.history(guild, 1))
        .extracting(OccurrenceHistory.OccurrenceRecord::state)
        .containsExactly(Occurrence.State.CANCELLED, Occurrence.State.DONE);
  }

  @Test
  void a_restored_tasks_open_occurrences_are_what_they_were() throws Exception {
    kit.write(
        guild,
        created(1, "Dishes"),
        opened(1, 1),
        completed(1, 1, null),
        opened(1, 2),
        opened(1, 3, SANNE),
        new OccurrenceEvent.Claimed(task(1), 3, TOM),
        opened(1, 4, TOM),
        new OccurrenceEvent.Submitted(task(1), 4, TOM, SANNE, ProjectionTestKit.START, "clean"));
    var before = kit.history(guild, 1);
    kit.write(guild, new TaskEvent.Deleted(task(1), 1, "Dishes"));
    assertThat(kit.history(guild, 1))
        .extracting(OccurrenceHistory.OccurrenceRecord::state)
        .containsExactly(
            Occurrence.State.CANCELLED,
            Occurrence.State.CANCELLED,
            Occurrence.State.CANCELLED,
            Occurrence.State.DONE);

    kit.write(guild, new TaskEvent.Restored(task(1), 1, "Dishes"));

    assertThat(kit.history(guild, 1)).isEqualTo(before);
    kit.write(guild, opened(1, 5));
    assertThat(kit.history(guild, 1).getFirst().title()).isEqualTo("Dishes");
    kit.write(guild, new TaskEvent.Deleted(task(1), 1, "Dishes"));
    kit.write(guild, new TaskEvent.Purged(task(1), 1));
    assertThat(kit.history(guild, 1)).hasSize(5);
  }

  @Test
  void a_history_is_read_in_pages() throws Exception {
    kit.write(guild, created(1, "Dishes"));
    for (var ordinal = 1; ordinal <= 5; ordinal++) {
      kit.write(guild, opened(1, ordinal), completed(1, ordinal, null));
    }

    var first =
        join(kit.readModels.occurrenceHistory().findByTask(guild, task(1), Integer.MAX_VALUE, 3));
    var second =
        join(
            kit.readModels
                .occurrenceHistory()
                .findByTask(guild, task(1), first.getLast().ordinal(), 3));

    assertThat(first)
        .extracting(OccurrenceHistory.OccurrenceRecord::ordinal)
        .containsExactly(5, 4, 3);
    assertThat(second)
        .extracting(OccurrenceHistory.OccurrenceRecord::ordinal)
        .containsExactly(2, 1);
  }

  @Test
  void characters_that_postgresql_cannot_store_do_not_fail_the_write() throws Exception {
    kit.write(guild, created(1, "NUL \0 half \uD83E pair \uD83E\uDDF9"), opened(1, 1));

    assertThat(kit.history(guild, 1).getFirst().title())
        .isEqualTo("NUL \uFFFD half \uFFFD pair \uD83E\uDDF9");
  }

  @Test
  void another_guilds_task_has_no_history_here() throws Exception {
    kit.write(guild, created(1, "Dishes"), opened(1, 1));

    assertThat(kit.history(new GuildId(8999), 1)).isEmpty();
  }

  @Test
  void members_join_change_and_leave() throws Exception {
    kit.write(guild, observed(SANNE, null, 7), observed(TOM, null, 7));
    kit.write(guild, observed(SANNE, Set.of(new RoleId(7)), 7, 8));
    kit.write(guild, new MemberEvent.Left(TOM, 2));

    assertThat(kit.queryColumn("select user_id || ' ' || roles || ' ' || guild_id from " + table()))
        .containsExactly("501 [\"7\", \"8\"] " + guild);
    assertThat(kit.queryColumn("select joined_at at time zone 'UTC' from " + table()))
        .containsExactly("2026-03-01 09:01:00");
  }

  @Test
  void a_role_has_what_was_granted_less_what_was_revoked() throws Exception {
    var permissions = "select permissions::text from guild_" + guild + ".guild_permissions";
    kit.write(guild, granted(Permission.TASK_EDIT, Permission.TASK_CREATE));
    kit.write(guild, granted(Permission.TASK_CREATE, Permission.AUDIT_VIEW));
    kit.write(guild, new PermissionEvent.Revoked(ROLE, Set.of(Permission.TASK_EDIT)));
    assertThat(kit.queryColumn(permissions)).containsExactly("[\"AUDIT_VIEW\", \"TASK_CREATE\"]");

    kit.write(
        guild,
        new PermissionEvent.Revoked(ROLE, Set.of(Permission.AUDIT_VIEW, Permission.TASK_CREATE)));
    assertThat(kit.queryColumn(permissions)).isEmpty();
  }

  @Test
  void a_refusal_is_projected_with_the_missing_permission() throws Exception {
    kit.write(guild, new CommandRefused("task.delete", Permission.TASK_DELETE, task(1)));

    assertThat(
            kit.queryColumn(
                "select concat_ws(' ', revision, member_id, command, permission, origin) from guild_"
                    + guild
                    + ".refusal"))
        .containsExactly("1 501 task.delete TASK_DELETE DISCORD");
  }

  @Test
  void a_guild_is_due_until_one_of_its_events_changes_the_wake_up() throws Exception {
    var soon = Instant.parse("2031-01-01T00:00:00Z");
    kit.write(guild, new NotificationEvent.WakeUpPlanned(soon));
    assertThat(due(soon.minusMillis(1))).doesNotContain(guild);
    assertThat(due(soon)).contains(guild);

    kit.write(guild, new NotificationEvent.WakeUpPlanned(soon.plusSeconds(9)));
    assertThat(due(soon)).doesNotContain(guild);

    kit.write(guild, new NotificationEvent.WakeUpCancelled());
    assertThat(due(soon.plusSeconds(99))).doesNotContain(guild);
  }

  @Test
  void the_longest_overdue_guild_comes_first_and_the_list_is_bounded() throws Exception {
    var other = new GuildId(GUILDS.incrementAndGet());
    kit.write(guild, new NotificationEvent.WakeUpPlanned(Instant.parse("2001-01-02T00:00:00Z")));
    kit.write(other, new NotificationEvent.WakeUpPlanned(Instant.parse("2001-01-01T00:00:00Z")));

    assertThat(join(kit.readModels.dueGuilds().findDue(ProjectionTestKit.START, 1)))
        .containsExactly(other);
    assertThat(join(kit.readModels.dueGuilds().findDue(ProjectionTestKit.START, 2)))
        .containsExactly(other, guild);
    kit.write(guild, new NotificationEvent.WakeUpCancelled());
    kit.write(other, new NotificationEvent.WakeUpCancelled());
  }

  @Test
  void the_shared_table_of_guilds_has_name_and_settings() throws Exception {
    var changed =
        new GuildSettings(
            ZoneId.of("Europe/London"),
            "en",
            DayOfWeek.SUNDAY,
            List.of(),
            null,
            null,
            Duration.ofMinutes(5));
    kit.write(
        guild, new SettingsEvent.GuildObserved("Old", Map.of(ROLE, "cleaner"), "nl", null, null));
    kit.write(guild, new SettingsEvent.GuildObserved("New", Map.of(), "nl", null, null));
    kit.write(guild, new SettingsEvent.Changed(GuildSettings.INITIAL, changed));

    assertThat(
            kit.queryColumn(
                "select name || ' ' || (settings ->> 'zone') || ' ' || (settings ->> 'undoWindow')"
                    + " from dcm.guilds where discord_id = "
                    + guild))
        .containsExactly("New Europe/London PT5M");
  }

  @Test
  void a_second_login_updates_the_profile_of_the_user() throws Exception {
    join(
        kit.readModels
            .userDirectory()
            .upsert(TOM, Map.of("username", "tom"), ProjectionTestKit.START));
    join(
        kit.readModels
            .userDirectory()
            .upsert(TOM, Map.of("username", "thomas\0"), ProjectionTestKit.at(1)));

    assertThat(
            kit.queryColumn(
                "select profile ->> 'username' || ' ' || (created_at at time zone 'UTC') from"
                    + " dcm.users where discord_id = 502"))
        .containsExactly("thomas\uFFFD 2026-03-01 09:00:00");
  }

  private String table() {
    return "guild_" + guild + ".guild_members";
  }

  private static List<GuildId> due(Instant now) throws Exception {
    return join(kit.readModels.dueGuilds().findDue(now, 100));
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
