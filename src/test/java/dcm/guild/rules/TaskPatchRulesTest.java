package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.RequestedSchedule.Component;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskPatchRulesTest {
  private static final ZoneId LONDON = ZoneId.of("Europe/London");
  private static final ZoneId SAMOA = ZoneId.of("Pacific/Apia");
  private static final LocalDateTime ELEVEN = LocalDateTime.parse("2026-11-28T11:00");

  private final GuildFixture fixture = GuildFixture.withMembers();

  private static TaskPatch patch(@Nullable RequestedSchedule schedule) {
    return new TaskPatch("dishes", null, null, false, null, null, null, schedule, null);
  }

  private static RequestedSchedule.Recurring daily(
      @Nullable LocalTime time, @Nullable ZoneId zone, Set<Component> omitted) {
    return new RequestedSchedule.Recurring(
        "FREQ=DAILY",
        null,
        null,
        time,
        zone,
        Recurrence.MonthEnd.CLAMP,
        Schedule.Anchor.FROM_DUE,
        omitted);
  }

  private TaskId create(TaskPatch patch) {
    TaskId id = new TaskId(UUID.randomUUID());
    fixture.execute(ANNA, new TaskCommand.Create(id, patch));
    return id;
  }

  private void edit(TaskId task, TaskPatch patch) {
    fixture.execute(ANNA, new TaskCommand.Edit(ref(task), null, patch));
  }

  private Schedule schedule(TaskId task) {
    return fixture.task(task).schedule();
  }

  private Recurrence recurrence(TaskId task) {
    return ((Schedule.Recurring) schedule(task)).recurrence();
  }

  @Test
  void a_due_without_a_zone_is_in_the_guilds() {
    TaskId task = create(patch(new RequestedSchedule.OnceAtTime(ELEVEN, null, true)));
    assertThat(schedule(task)).isEqualTo(new Schedule.Once(new Due.AtTime(ELEVEN, AMSTERDAM)));
    edit(task, patch(new RequestedSchedule.OnceAllDay(ELEVEN.toLocalDate(), LONDON, false)));
    assertThat(schedule(task))
        .isEqualTo(new Schedule.Once(new Due.AllDay(ELEVEN.toLocalDate(), LONDON)));
  }

  @Test
  void an_omitted_zone_stays_the_tasks_and_an_explicit_null_is_the_guilds() {
    TaskId task = create(patch(new RequestedSchedule.OnceAtTime(ELEVEN, LONDON, false)));
    edit(task, patch(new RequestedSchedule.OnceAtTime(ELEVEN.plusDays(1), null, true)));
    assertThat(schedule(task))
        .isEqualTo(new Schedule.Once(new Due.AtTime(ELEVEN.plusDays(1), LONDON)));
    edit(task, patch(new RequestedSchedule.OnceAtTime(ELEVEN, null, false)));
    assertThat(schedule(task)).isEqualTo(new Schedule.Once(new Due.AtTime(ELEVEN, AMSTERDAM)));
  }

  @Test
  void a_rule_without_a_start_begins_today_in_its_zone() {
    fixture.now = GuildFixture.instant("2026-11-23T23:30");
    assertThat(recurrence(create(patch(daily(null, null, Set.of())))).start())
        .isEqualTo(LocalDate.of(2026, 11, 23));
    assertThat(recurrence(create(patch(daily(null, SAMOA, Set.of())))).start())
        .isEqualTo(LocalDate.of(2026, 11, 24));
  }

  @Test
  void omitted_components_of_a_rule_stay_the_tasks() {
    TaskId task = create(patch(daily(LocalTime.of(11, 0), LONDON, Set.of())));
    Recurrence before = recurrence(task);
    edit(task, patch(daily(null, null, EnumSet.allOf(Component.class))));
    assertThat(recurrence(task)).isEqualTo(before);
    edit(task, patch(daily(null, null, EnumSet.of(Component.ZONE, Component.START))));
    assertThat(recurrence(task))
        .isEqualTo(
            new Recurrence(
                before.rrule(), before.start(), null, LONDON, Recurrence.MonthEnd.CLAMP));
  }

  @Test
  void a_preset_has_the_guilds_week_start() {
    RequestedSchedule fortnightly =
        new RequestedSchedule.Recurring(
            null,
            new RecurrencePreset.Weekly(2, Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)),
            null,
            null,
            null,
            Recurrence.MonthEnd.CLAMP,
            Schedule.Anchor.FROM_DUE,
            Set.of());
    assertThat(recurrence(create(patch(fortnightly))).rrule()).doesNotContain("WKST");
    fixture.execute(
        ANNA,
        new SettingsCommand.Change(
            null, new SettingsPatch(null, null, DayOfWeek.SUNDAY, null, null, false, null, null)));
    assertThat(recurrence(create(patch(fortnightly))).rrule()).endsWith(";WKST=SU");
  }

  private static RequestedSchedule.Recurring ruled(
      String rrule, @Nullable LocalTime time, Component... stated) {
    var omitted = EnumSet.allOf(Component.class);
    omitted.removeAll(Set.of(stated));
    return new RequestedSchedule.Recurring(
        rrule,
        null,
        null,
        time,
        null,
        Recurrence.MonthEnd.CLAMP,
        Schedule.Anchor.FROM_DUE,
        null,
        null,
        null,
        null,
        omitted);
  }

  @Test
  void rules_with_a_prefix_or_foreign_parts_are_understood() {
    var prefixed = create(patch(ruled("RRULE:FREQ=DAILY;INTERVAL=30", null)));
    assertThat(recurrence(prefixed).rrule()).isEqualTo("FREQ=DAILY;INTERVAL=30");
    var floating = create(patch(ruled("rrule:freq=weekly;interval=1;from=completion", null)));
    assertThat(((Schedule.Recurring) schedule(floating)).anchor())
        .isEqualTo(Schedule.Anchor.FROM_COMPLETION);
    assertThat(recurrence(floating).rrule()).isEqualTo("FREQ=WEEKLY;INTERVAL=1");
    var hours = create(patch(ruled("FREQ=DAILY;BYHOUR=8,20;BYMINUTE=30;BYSECOND=0", null)));
    assertThat(recurrence(hours).timesOfDay())
        .containsExactly(LocalTime.of(8, 30), LocalTime.of(20, 30));
    assertThat(recurrence(hours).rrule()).isEqualTo("FREQ=DAILY");
  }

  private List<String> refused(RequestedSchedule schedule) {
    var create = new TaskCommand.Create(new TaskId(UUID.randomUUID()), patch(schedule));
    return fixture.invalid(ANNA, create).stream()
        .map(error -> error.field() + " " + error.code())
        .toList();
  }

  @Test
  void rules_that_are_not_understood_are_refused() {
    assertThat(refused(ruled("FREQ=HOURLY", null)))
        .containsExactly("schedule.rrule unreadable-part");
    assertThat(refused(ruled("FREQ=DAILY;BYMINUTE=30", null)))
        .containsExactly("schedule.rrule unknown-part");
    assertThat(refused(ruled("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1;BYHOUR=9", null)))
        .containsExactly("schedule.rrule unknown-part");
    assertThat(refused(ruled("FREQ=DAILY;FROM=COMPLETION", null, Component.ANCHOR)))
        .containsExactly("schedule.anchor contradiction");
    assertThat(refused(ruled("FREQ=DAILY;BYHOUR=8", LocalTime.of(9, 0), Component.TIME)))
        .containsExactly("schedule.rrule contradiction");
  }

  @Test
  void a_new_time_of_day_replaces_several_and_the_first_one_keeps_them() {
    TaskId task = create(patch(ruled("FREQ=DAILY;BYHOUR=8,20", null)));
    edit(task, patch(ruled("FREQ=DAILY;INTERVAL=2", LocalTime.of(8, 0), Component.TIME)));
    assertThat(recurrence(task).timesOfDay()).hasSize(2);
    edit(task, patch(ruled("FREQ=DAILY;INTERVAL=2", LocalTime.of(9, 0), Component.TIME)));
    assertThat(recurrence(task).timesOfDay()).containsExactly(LocalTime.of(9, 0));
  }

  @Test
  void a_new_task_has_defaults_and_an_edit_changes_single_components() {
    TaskId task = create(patch(null));
    assertThat(fixture.task(task).fields())
        .isEqualTo(
            GuildFixture.taskFields("dishes", TaskPatchRules.DEFAULTS.schedule(), Assignment.OPEN));
    edit(
        task,
        new TaskPatch(
            null,
            null,
            null,
            false,
            null,
            new TaskPatch.EffortPatch(30, null),
            null,
            null,
            new AssignmentPatch(Assignment.Strategy.FIXED, List.of(BEN))));
    edit(
        task,
        new TaskPatch(
            null,
            null,
            null,
            false,
            null,
            new TaskPatch.EffortPatch(null, 4),
            null,
            null,
            new AssignmentPatch(Assignment.Strategy.FIXED, null)));
    Task after = fixture.task(task);
    assertThat(after.effort()).isEqualTo(new Task.Effort(30, 4));
    assertThat(after.assignment()).isEqualTo(GuildFixture.fixed(BEN));
  }

  @Test
  void one_task_is_answered_with_the_names_of_its_category_and_labels() {
    GroupingId kitchen = new GroupingId(new UUID(1, 1));
    GroupingId heavy = new GroupingId(new UUID(1, 2));
    fixture.execute(
        ANNA, new GroupingCommand.Create(kitchen, Grouping.Kind.CATEGORY, "Kitchen", "#3fa7d6"));
    fixture.execute(
        ANNA, new GroupingCommand.Create(heavy, Grouping.Kind.LABEL, "heavy", "#3fa7d6"));
    TaskId task =
        create(
            new TaskPatch("dishes", null, kitchen, false, List.of(heavy), null, null, null, null));
    assertThat(fixture.queryResult(ANNA, new GuildQuery.OneTask(ref(task))))
        .isEqualTo(new QueryResult.OneTask(fixture.task(task), "Kitchen", List.of("heavy")));
  }
}
