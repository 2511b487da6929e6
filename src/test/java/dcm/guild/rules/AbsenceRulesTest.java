package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.DORA;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.Guild;
import dcm.guild.GuildFixture;
import dcm.guild.command.AbsenceBound;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.MemberEvent;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Absence;
import dcm.guild.value.AbsenceId;
import dcm.guild.value.Assignment;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AbsenceRulesTest {
  private static final AbsenceId HOLIDAY = new AbsenceId(new UUID(7, 1));
  private final GuildFixture fixture = GuildFixture.withMembers();

  private static MemberCommand.AddAbsence away(
      MemberId member, @Nullable String from, @Nullable String until, TaskRef... tasks) {
    return new MemberCommand.AddAbsence(
        HOLIDAY, member, bound(from), bound(until), List.of(tasks), null);
  }

  private static @Nullable AbsenceBound bound(@Nullable String text) {
    return text == null
        ? null
        : text.length() == 10
            ? new AbsenceBound.Day(LocalDate.parse(text))
            : new AbsenceBound.Moment(instant(text));
  }

  private static TaskFields daily(String title, Assignment assignment) {
    return taskFields(
        title,
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY",
                LocalDate.of(2026, 11, 24),
                LocalTime.of(19, 0),
                GuildFixture.AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE),
        assignment);
  }

  private Member member(MemberId id) {
    Member member = fixture.guild.snapshot().state().members().find(id);
    assertThat(member).isNotNull();
    return member;
  }

  private List<MemberId> holders(TaskId task) {
    return fixture.open(task).assignees();
  }

  private void complete(TaskId task) {
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
  }

  /** The field case "Away inside a turn". */
  @Test
  void a_turn_due_inside_an_absence_is_skipped_and_nothing_flips_twice() {
    TaskId task = fixture.create(ANNA, daily("bins", turns(ANNA, BEN, CAS)));
    List<GuildEvent> events = fixture.execute(ANNA, away(ANNA, null, "2026-11-30"));
    assertThat(events)
        .filteredOn(OccurrenceEvent.class::isInstance)
        .containsExactly(
            new OccurrenceEvent.Assigned(
                task, 1, List.of(ANNA), List.of(BEN), AssignmentCause.ABSENCE));
    assertThat(holders(task)).containsExactly(BEN);
    assertThat(fixture.execute(ANNA, new MemberCommand.RemoveAbsence(ANNA, HOLIDAY)))
        .containsExactly(new MemberEvent.AbsenceRemoved(ANNA, HOLIDAY));
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(holders(task)).containsExactly(BEN);
    complete(task);
    assertThat(holders(task)).as("the turn that was skipped is over").containsExactly(CAS);
    complete(task);
    assertThat(holders(task)).containsExactly(ANNA);
  }

  @Test
  void an_absence_starts_by_a_wake_up_and_ends_by_itself() {
    TaskId task = fixture.create(ANNA, daily("bins", turns(BEN, CAS)));
    fixture.execute(BEN, away(BEN, "2026-11-24T08:00", "2026-11-26"));
    assertThat(holders(task)).containsExactly(BEN);
    assertThat(fixture.planned()).isBeforeOrEqualTo(instant("2026-11-24T08:00"));
    fixture.now = instant("2026-11-24T08:00");
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .contains(new MemberEvent.AbsenceStarted(BEN, HOLIDAY));
    assertThat(holders(task)).containsExactly(CAS);
    complete(task);
    assertThat(holders(task)).as("the 25th is inside too").containsExactly(CAS);
    fixture.now = instant("2026-11-27T00:00");
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .contains(new MemberEvent.AbsenceEnded(BEN, HOLIDAY));
    assertThat(member(BEN).absences()).isNull();
    complete(task);
    assertThat(holders(task)).containsExactly(BEN);
  }

  @Test
  void a_turn_due_after_the_return_stays() {
    TaskId task = fixture.create(ANNA, daily("bins", turns(BEN, CAS)));
    fixture.execute(BEN, away(BEN, null, "2026-11-24T18:00"));
    assertThat(holders(task)).containsExactly(BEN);
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .as("no reminder while away, and nobody else is told of it")
        .noneMatch(NotificationEvent.Queued.class::isInstance)
        .noneMatch(NotificationEvent.Posted.class::isInstance);
    fixture.now = instant("2026-11-24T19:00");
    assertThat(fixture.asSystem(new NotificationCommand.WakeUp()))
        .as("reminded after the return")
        .anyMatch(NotificationEvent.Posted.class::isInstance);
  }

  @Test
  void undo_of_a_move_into_an_absence_gives_the_turn_back() {
    TaskId task = fixture.create(ANNA, daily("bins", turns(BEN, CAS)));
    fixture.execute(BEN, away(BEN, null, "2026-11-24T18:00"));
    assertThat(holders(task)).containsExactly(BEN);
    List<Long> balances = balances();
    fixture.advance(Duration.ofMinutes(1));
    fixture.execute(
        ANNA,
        new TaskCommand.Reschedule(
            ref(task),
            null,
            new RequestedSchedule.OnceAtTime(LocalDateTime.parse("2026-11-24T12:00"), null, true)));
    assertThat(holders(task)).containsExactly(CAS);
    fixture.advance(Duration.ofMinutes(1));
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    assertThat(holders(task)).containsExactly(BEN);
    assertThat(balances()).isEqualTo(balances);
    complete(task);
    assertThat(holders(task)).containsExactly(CAS);
  }

  private List<Long> balances() {
    return List.of(ANNA, BEN, CAS).stream()
        .map(member -> fixture.guild.snapshot().state().workload().balance(member))
        .toList();
  }

  @Test
  void an_absence_for_some_tasks_leaves_the_others() {
    TaskId bins = fixture.create(ANNA, daily("bins", turns(BEN, CAS)));
    TaskId dishes = fixture.create(ANNA, daily("dishes", turns(BEN, CAS)));
    fixture.execute(BEN, away(BEN, null, null, ref(bins)));
    assertThat(holders(bins)).containsExactly(CAS);
    assertThat(holders(dishes)).containsExactly(BEN);
  }

  @Test
  void what_is_always_done_by_somebody_who_is_away_is_open_to_all() {
    TaskId both = fixture.create(ANNA, daily("plants", fixed(BEN, CAS)));
    TaskId one = fixture.create(ANNA, daily("cat", fixed(BEN)));
    fixture.execute(BEN, away(BEN, null, "2026-11-25"));
    assertThat(holders(both)).containsExactly(CAS);
    assertThat(holders(one)).isEmpty();
    complete(one);
    assertThat(holders(one)).as("the 25th is inside").isEmpty();
    fixture.now = instant("2026-11-25T20:00");
    complete(one);
    assertThat(holders(one)).containsExactly(BEN);
  }

  @Test
  void when_everybody_is_away_the_turn_waits_in_its_place() {
    TaskId task = fixture.create(ANNA, daily("bins", turns(BEN, CAS)));
    fixture.execute(BEN, away(BEN, null, "2026-11-24"));
    fixture.execute(
        CAS,
        new MemberCommand.AddAbsence(
            new AbsenceId(new UUID(7, 2)), CAS, null, bound("2026-11-24"), List.of(), null));
    assertThat(holders(task)).isEmpty();
    fixture.now = instant("2026-11-24T20:00");
    complete(task);
    assertThat(holders(task)).containsExactly(BEN);
  }

  @Test
  void days_count_in_the_zone_of_the_member() {
    fixture.execute(BEN, new MemberCommand.EditProfile(BEN, ZoneId.of("America/New_York"), null));
    fixture.execute(BEN, away(BEN, "2026-12-24", "2026-12-26"));
    Absence absence = member(BEN).allAbsences().getFirst();
    assertThat(absence.from()).isEqualTo(instant("2026-12-24T06:00"));
    assertThat(absence.until()).isEqualTo(instant("2026-12-27T06:00"));
  }

  @Test
  void others_need_the_permission_and_limits_hold() {
    assertThat(fixture.refused(BEN, away(CAS, null, null)))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    assertThat(fixture.invalid(BEN, away(BEN, "2026-12-24", "2026-12-23")))
        .extracting(Refusal.FieldError::code)
        .containsExactly("before-from");
    assertThat(fixture.invalid(BEN, away(BEN, "2026-11-20", "2026-11-21")))
        .extracting(Refusal.FieldError::code)
        .containsExactly("in-the-past");
    assertThat(fixture.refused(ANNA, away(DORA, null, null)))
        .isEqualTo(new Refusal.UnknownMember(DORA));
    fixture.execute(ANNA, away(CAS, "2026-12-24", null));
    assertThat(fixture.refused(BEN, new MemberCommand.RemoveAbsence(CAS, HOLIDAY)))
        .isEqualTo(new Refusal.Forbidden(Permission.MEMBER_MANAGE));
    fixture.execute(CAS, new MemberCommand.RemoveAbsence(CAS, HOLIDAY));
    assertThat(fixture.refused(CAS, new MemberCommand.RemoveAbsence(CAS, HOLIDAY)))
        .isEqualTo(new Refusal.UnknownAbsence(HOLIDAY));
  }

  @Test
  void the_absences_of_all_members_are_bounded_together() {
    TaskRef[] tasks = new TaskRef[AbsenceRules.MAX_TASKS];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = ref(fixture.create(ANNA, GuildFixture.once("task " + i)));
    }
    int added = 0;
    long size = 0;
    do {
      if (added % AbsenceRules.MAX_ABSENCES == 0) {
        fixture.join(new MemberId(100 + added), "member", false);
      }
      MemberId member = new MemberId(100 + added / 50 * 50);
      fixture.execute(ANNA, longAbsence(member, ++added, tasks));
      size = member(member).allAbsences().getFirst().characters();
    } while ((added + 1) * size <= AbsenceRules.MAX_CHARACTERS);
    assertThat(fixture.refused(ANNA, longAbsence(BEN, added + 1, tasks)))
        .isEqualTo(new Refusal.TooMany("characters in all absences", AbsenceRules.MAX_CHARACTERS));
    assertThat(fixture.guild.snapshot().state().members().absenceCharacters())
        .isEqualTo(added * size);
    AbsenceId first = new AbsenceId(new UUID(7, 1));
    fixture.execute(ANNA, new MemberCommand.RemoveAbsence(new MemberId(100), first));
    fixture.execute(ANNA, longAbsence(BEN, added + 1, tasks));
  }

  private static MemberCommand longAbsence(MemberId member, int number, TaskRef... tasks) {
    return new MemberCommand.AddAbsence(
        new AbsenceId(new UUID(7, number)),
        member,
        bound("2026-12-24"),
        null,
        List.of(tasks),
        "x".repeat(1_000));
  }

  @Test
  void more_turns_than_one_command_may_change_pass_on_with_the_next_wake_ups() {
    TaskId last = null;
    for (int i = 0; i < EventBudget.MAX_EVENTS + 50; i++) {
      last = fixture.create(ANNA, daily("task " + i, turns(BEN, CAS)));
    }
    fixture.execute(BEN, away(BEN, null, null));
    assertThat(holders(last)).containsExactly(BEN);
    assertThat(fixture.planned()).isBeforeOrEqualTo(fixture.now);
    fixture.asSystem(new NotificationCommand.WakeUp());
    assertThat(holders(last)).containsExactly(CAS);
    assertThat(Guild.restored(fixture.guild.snapshot()).snapshot())
        .isEqualTo(fixture.guild.snapshot());
  }

  /** The field case "who comes back". */
  @Test
  void who_leaves_and_returns_keeps_the_place_in_the_round_of_everybody() {
    TaskId task = fixture.create(ANNA, daily("bins", turns()));
    complete(task);
    assertThat(holders(task)).containsExactly(BEN);
    fixture.asSystem(new MemberCommand.Leave(BEN));
    assertThat(holders(task)).containsExactly(CAS);
    fixture.advance(Duration.ofHours(1));
    fixture.asSystem(new MemberCommand.Observe(BEN, "Ben", Set.of(), false));
    for (MemberId next : List.of(ANNA, BEN, CAS)) {
      complete(task);
      assertThat(holders(task)).containsExactly(next);
    }
  }
}
