package dcm.view;

import static dcm.view.ProjectionTestKit.SANNE;
import static dcm.view.ProjectionTestKit.TOM;
import static dcm.view.ProjectionTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dcm.guild.GuildFixture;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Assignment;
import dcm.guild.value.CommandId;
import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.GuildId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.Origin;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.view.StatisticsQuery.Selection;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StatisticsQueryIT {
  private static final AtomicLong GUILDS = new AtomicLong(81_000);
  private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
  private static final MemberId NOOR = new MemberId(503);
  private static final GroupingId KITCHEN = new GroupingId(new UUID(5, 1));
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);
  private static ProjectionTestKit kit;

  private final GuildId guild = new GuildId(GUILDS.incrementAndGet());
  private final List<RecordedEvent> events = new ArrayList<>();

  @BeforeAll
  static void open() {
    kit = new ProjectionTestKit();
  }

  @AfterAll
  static void close() {
    kit.close();
  }

  private static Instant at(int day, String time) {
    return LocalDateTime.parse(MONDAY.plusDays(day) + "T" + time).atZone(AMSTERDAM).toInstant();
  }

  private void record(Instant at, GuildEvent event) {
    events.add(
        new RecordedEvent(
            event,
            at,
            new Initiator(SANNE, Origin.DISCORD),
            new CommandId(new UUID(9, events.size())),
            ""));
  }

  private void observe(Instant at, MemberId... members) {
    for (MemberId member : members) {
      record(
          at, new MemberEvent.Observed(member, "m" + member, Set.of(), Set.of(), false, null, 1));
    }
  }

  private void task(int number, GroupingId category, Task.Effort effort, Assignment assignment) {
    record(
        at(-1, "08:00"),
        new TaskEvent.Created(
            ProjectionTestKit.task(number),
            number,
            "task " + number,
            "",
            category,
            List.of(),
            effort,
            Task.Priority.NORMAL,
            new Schedule.Once(ProjectionTestKit.DUE),
            assignment));
  }

  private void openedAndDone(int number, int ordinal, int day, String time, MemberId by) {
    opened(number, ordinal, day, by);
    var doneAt = at(day, time);
    record(
        doneAt,
        new OccurrenceEvent.Completed(
            ProjectionTestKit.task(number), ordinal, by, by, doneAt, null));
  }

  private void opened(int number, int ordinal, int day, MemberId... assignees) {
    record(
        at(day, "00:01"),
        new OccurrenceEvent.Opened(
            ProjectionTestKit.task(number),
            ordinal,
            new Due.AtTime(MONDAY.plusDays(day).atTime(12, 0), AMSTERDAM),
            List.of(assignees)));
  }

  private StatisticsReport report(int fromDay, int toDay) throws Exception {
    return report(new Selection(MONDAY.plusDays(fromDay), MONDAY.plusDays(toDay), null, null));
  }

  private StatisticsReport report(Selection selection) throws Exception {
    if (!events.isEmpty()) {
      kit.write(guild, List.copyOf(events));
      events.clear();
    }
    return join(kit.readModels.statistics().find(guild, selection, AMSTERDAM, DayOfWeek.MONDAY));
  }

  private static Counts of(StatisticsReport report, MemberId member) {
    return share(report, member).counts();
  }

  private static StatisticsReport.MemberShare share(StatisticsReport report, MemberId member) {
    return report.members().stream()
        .filter(each -> each.member().equals(member))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void done_late_missed_expired_and_skipped_are_counted_apart() throws Exception {
    observe(at(-9, "08:00"), SANNE, TOM);
    task(1, KITCHEN, new Task.Effort(30, 2), Assignment.OPEN);
    openedAndDone(1, 1, 0, "12:00", SANNE);
    openedAndDone(1, 2, 1, "12:01", SANNE);
    opened(1, 3, 2, TOM);
    record(at(2, "23:00"), new OccurrenceEvent.Missed(ProjectionTestKit.task(1), 3, List.of(TOM)));
    opened(1, 4, 3);
    record(at(3, "23:00"), new OccurrenceEvent.Expired(ProjectionTestKit.task(1), 4));
    opened(1, 5, 4, TOM);
    record(
        at(4, "09:00"), new OccurrenceEvent.Skipped(ProjectionTestKit.task(1), 5, "holiday", true));
    opened(1, 6, 5, TOM);

    var report = report(0, 7);
    assertThat(report.total()).isEqualTo(new Counts(2, 1, 1, 1, 1, 60, 120));
    assertThat(report.total().late()).isEqualTo(1);
    assertThat(of(report, SANNE)).isEqualTo(new Counts(2, 1, 0, 0, 0, 60, 120));
    assertThat(of(report, TOM)).isEqualTo(new Counts(0, 0, 1, 0, 1, 0, 0));
    assertThat(report.categories())
        .containsExactly(new StatisticsReport.CategoryCounts(KITCHEN, report.total()));
    assertThat(report.tasks())
        .containsExactly(
            new StatisticsReport.TaskCounts(
                ProjectionTestKit.task(1), 1, "task 1", report.total()));
    assertThat(report.weeks())
        .containsExactly(new StatisticsReport.WeekCounts(MONDAY, report.total()));
  }

  @Test
  void the_period_is_of_local_days_and_the_weeks_begin_as_the_guilds() throws Exception {
    observe(at(-9, "08:00"), SANNE);
    task(1, null, Task.Effort.UNKNOWN, Assignment.OPEN);
    // 23:30 in UTC on the day before
    openedAndDone(1, 1, 0, "00:30", SANNE);
    openedAndDone(1, 2, 6, "23:59", SANNE);
    openedAndDone(1, 3, 7, "00:00", SANNE);

    assertThat(report(0, 7).total().done()).isEqualTo(2);
    assertThat(report(-1, 0).total().done()).isZero();
    var both = report(-7, 14);
    assertThat(both.weeks())
        .extracting(StatisticsReport.WeekCounts::week)
        .containsExactly(MONDAY, MONDAY.plusDays(7));
    assertThat(both.total().effort()).as("10 minutes stand for an unstated effort").isEqualTo(30);
    assertThat(both.total().minutes()).isZero();
    assertThat(report(new Selection(MONDAY, MONDAY.plusDays(7), KITCHEN, null)).total())
        .isEqualTo(Counts.NONE);
  }

  @Test
  void who_is_away_or_not_there_yet_has_no_fair_share_of_those_days() throws Exception {
    observe(at(-9, "08:00"), SANNE, TOM);
    observe(at(2, "08:00"), NOOR);
    task(1, null, new Task.Effort(60, 1), Assignment.OPEN);
    var absence = new AbsenceId(new UUID(4, guild.value()));
    record(
        at(-1, "09:00"),
        new MemberEvent.AbsenceAdded(
            TOM, new Absence(absence, at(0, "00:00"), null, null, null, null)));
    record(at(1, "18:00"), new MemberEvent.AbsenceRemoved(TOM, absence));
    for (int day = 0; day < 4; day++) {
      openedAndDone(1, day + 1, day, "10:00", SANNE);
    }
    record(at(3, "08:00"), new MemberEvent.Left(NOOR, 2));

    var report = report(0, 4);
    // days 0 and 1: Sanne alone; day 2: all three; day 3: Sanne and Tom
    assertThat(share(report, SANNE).days()).isEqualTo(4);
    assertThat(share(report, TOM).days()).isEqualTo(2);
    assertThat(share(report, NOOR).days()).isEqualTo(1);
    assertThat(share(report, SANNE).share()).isEqualTo(1);
    assertThat(share(report, TOM).fairShare()).isCloseTo((1 / 3.0 + 1 / 2.0) / 4, within(1e-9));
    assertThat(share(report, NOOR).fairShare()).isCloseTo(1 / 3.0 / 4, within(1e-9));
    assertThat(report.members().stream().mapToDouble(StatisticsReport.MemberShare::fairShare).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void what_everyone_had_to_do_counts_for_each() throws Exception {
    observe(at(-9, "08:00"), SANNE, TOM);
    task(
        1,
        null,
        new Task.Effort(20, 1),
        GuildFixture.fixed(SANNE, TOM).withCriteria(Assignment.Criteria.ALL_TOGETHER));
    opened(1, 1, 0, SANNE, TOM);
    record(
        at(0, "11:00"),
        new OccurrenceEvent.Completed(
            ProjectionTestKit.task(1), 1, TOM, TOM, at(0, "11:00"), null));

    var report = report(0, 1);
    assertThat(report.total()).isEqualTo(new Counts(1, 1, 0, 0, 0, 40, 40));
    assertThat(of(report, SANNE)).isEqualTo(new Counts(1, 1, 0, 0, 0, 20, 20));
    assertThat(of(report, TOM)).isEqualTo(of(report, SANNE));
  }

  @Test
  void what_is_undone_counts_for_nobody_and_a_deleted_task_keeps_its_past() throws Exception {
    observe(at(-9, "08:00"), SANNE);
    task(1, KITCHEN, new Task.Effort(15, 1), Assignment.OPEN);
    openedAndDone(1, 1, 0, "10:00", SANNE);
    openedAndDone(1, 2, 1, "10:00", SANNE);
    record(at(1, "11:00"), new OccurrenceEvent.Reopened(ProjectionTestKit.task(1), 2));
    record(at(1, "12:00"), new TaskEvent.Deleted(ProjectionTestKit.task(1), 1, "task 1"));
    record(at(1, "13:00"), new TaskEvent.Restored(ProjectionTestKit.task(1), 1, "task 1"));
    record(
        at(1, "14:00"),
        new OccurrenceEvent.Completed(
            ProjectionTestKit.task(1), 2, SANNE, SANNE, at(1, "09:00"), null));
    openedAndDone(1, 3, 2, "10:00", SANNE);

    assertThat(report(0, 7).total()).isEqualTo(new Counts(3, 3, 0, 0, 0, 45, 45));
  }

  @Test
  void a_guild_without_a_schema_has_nothing() throws Exception {
    assertThat(report(0, 7).total()).isEqualTo(Counts.NONE);
    assertThat(report(0, 7).members()).isEmpty();
  }
}
