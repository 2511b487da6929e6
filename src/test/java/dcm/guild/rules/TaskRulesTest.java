package dcm.guild.rules;

import static dcm.guild.GuildFixture.AMSTERDAM;
import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.fixed;
import static dcm.guild.GuildFixture.instant;
import static dcm.guild.GuildFixture.once;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.GroupingCommand;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.CommandRefused;
import dcm.guild.event.GuildEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.Initiator;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Origin;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import dcm.guild.value.TaskRef;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskRulesTest {
  private final GuildFixture fixture = GuildFixture.withMembers();

  private static Schedule weekly(String day, int hour) {
    return new Schedule.Recurring(
        new Recurrence(
            "FREQ=WEEKLY;BYDAY=" + day,
            LocalDate.of(2026, 11, 23),
            LocalTime.of(hour, 0),
            AMSTERDAM,
            Recurrence.MonthEnd.CLAMP),
        Schedule.Anchor.FROM_DUE);
  }

  private static TaskPatch patch(
      @Nullable String title, @Nullable Schedule schedule, @Nullable Assignment assignment) {
    return new TaskPatch(
        title,
        null,
        null,
        false,
        null,
        null,
        null,
        schedule == null ? null : new RequestedSchedule.Complete(schedule),
        assignment == null ? null : AssignmentPatch.of(assignment));
  }

  private static TaskCommand.Edit edit(TaskId task, TaskPatch patch) {
    return new TaskCommand.Edit(ref(task), null, patch);
  }

  @Test
  void tasks_are_numbered_and_numbers_are_not_reused() {
    TaskId first = fixture.create(BEN, once("one"));
    TaskId second = fixture.create(BEN, once("two"));
    assertThat(fixture.task(first).number()).isEqualTo(1);
    fixture.execute(ANNA, new TaskCommand.Delete(new TaskRef.ByNumber(2), null));
    assertThat(fixture.refused(ANNA, new TaskCommand.Delete(ref(second), null)))
        .isEqualTo(new Refusal.UnknownTask(ref(second)));
    assertThat(fixture.task(fixture.create(BEN, once("three"))).number()).isEqualTo(3);
  }

  @Test
  void the_total_length_of_texts_is_limited_and_shorter_texts_make_room() {
    TaskFields fields = once("long");
    TaskFields longest =
        new TaskFields(
            fields.title(),
            "x".repeat(3_996),
            fields.category(),
            fields.labels(),
            fields.effort(),
            fields.priority(),
            fields.schedule(),
            fields.assignment());
    TaskId last = fixture.create(ANNA, longest);
    for (int made = 1; made < TaskRules.MAX_CHARACTERS / 4_000; made++) {
      last = fixture.create(ANNA, longest);
    }
    Refusal full = new Refusal.TooMuchText(TaskRules.MAX_CHARACTERS);
    TaskCommand one = new TaskCommand.Create(new TaskId(UUID.randomUUID()), once("one"));
    assertThat(fixture.refused(ANNA, one)).isEqualTo(full);
    assertThat(fixture.refused(ANNA, edit(last, patch("longer", null, null)))).isEqualTo(full);
    fixture.execute(ANNA, edit(last, patch("l", null, null)));
    assertThat(fixture.refused(ANNA, one)).as("the edit can be undone").isEqualTo(full);
    fixture.execute(ANNA, edit(last, patch("m", null, null)));
    fixture.execute(ANNA, one);
    fixture.execute(ANNA, new TaskCommand.Delete(ref(last), null));
    fixture.create(ANNA, once("another"));
  }

  @Test
  void checklists_and_what_lists_hold_count_like_texts() {
    TaskId other = fixture.create(ANNA, once("other"));
    LocalDate day = LocalDate.of(2026, 12, 7);
    Schedule.Recurring mondays = (Schedule.Recurring) weekly("MO", 10);
    TaskFields large =
        taskFields(
                "large",
                mondays.withExceptions(Set.of(day, day.plusDays(7))),
                turns(ANNA, BEN, CAS))
            .withPolicy(
                TaskPolicy.DEFAULT
                    .withChecklist(Collections.nCopies(50, "x".repeat(200)))
                    .withDependsOn(Set.of(other)));
    long size = "large".length() + 50L * 200 + 2 * 13 + 3 * 22 + 39;
    assertThat(large.characters()).isEqualTo(size);
    long room = (long) TaskRules.MAX_CHARACTERS - "other".length();
    TaskId last = other;
    for (; room >= size; room -= size) {
      last = fixture.create(ANNA, large);
    }
    Refusal full = new Refusal.TooMuchText(TaskRules.MAX_CHARACTERS);
    TaskCommand another = new TaskCommand.Create(new TaskId(UUID.randomUUID()), large);
    assertThat(fixture.refused(ANNA, another)).isEqualTo(full);
    for (; room >= 1_000; room -= Math.min(room, 4_000)) {
      fixture.create(ANNA, once("x").withDescription("x".repeat((int) Math.min(room, 4_000) - 1)));
    }
    TaskCommand noted = new TaskCommand.Complete(ref(other), null, null, null, "x".repeat(1_000));
    assertThat(fixture.refused(ANNA, noted)).isEqualTo(full);
    fixture.execute(ANNA, new TaskCommand.Delete(ref(last), null));
    fixture.execute(ANNA, noted);
    assertThat(fixture.refused(ANNA, another)).as("the note counts").isEqualTo(full);
  }

  @Test
  void all_errors_of_a_new_task_are_reported_together() {
    TaskFields bad =
        new TaskFields(
            "a\0b",
            "x".repeat(4_001),
            null,
            List.of(),
            new Task.Effort(-1, 6),
            Task.Priority.HIGH,
            new Schedule.Once(new Due.AllDay(LocalDate.of(9999, 1, 1), AMSTERDAM)),
            new Assignment(Assignment.Strategy.POOL, List.of(ANNA)));
    assertThat(fixture.invalid(ANNA, new TaskCommand.Create(new TaskId(new UUID(1, 1)), bad)))
        .extracting(Refusal.FieldError::field)
        .containsExactlyInAnyOrder(
            "title",
            "description",
            "effort.minutes",
            "effort.difficulty",
            "schedule.due",
            "assignment.order");
  }

  @Test
  void a_title_is_counted_in_code_points() {
    String cats = "🐈".repeat(200);
    assertThat(fixture.task(fixture.create(BEN, once("  " + cats + "\t"))).title()).isEqualTo(cats);
    for (String bad : List.of(cats + "x", "", " \n ", "two\nlines", "half a \uD83D cat")) {
      assertThat(
              fixture.invalid(BEN, new TaskCommand.Create(new TaskId(new UUID(1, 1)), once(bad))))
          .as(bad)
          .extracting(Refusal.FieldError::field)
          .containsOnly("title");
    }
  }

  @Test
  void a_schedule_needs_a_valid_rule() {
    Schedule nonsense =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=SECONDLY",
                LocalDate.of(2026, 11, 23),
                null,
                AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    Schedule over =
        new Schedule.Recurring(
            new Recurrence(
                "FREQ=DAILY;COUNT=1",
                LocalDate.of(2020, 1, 1),
                null,
                AMSTERDAM,
                Recurrence.MonthEnd.CLAMP),
            Schedule.Anchor.FROM_DUE);
    for (Schedule bad : List.of(nonsense, over)) {
      TaskFields fields = taskFields("x", bad, Assignment.OPEN);
      assertThat(fixture.invalid(BEN, new TaskCommand.Create(new TaskId(new UUID(1, 1)), fields)))
          .hasSize(1);
    }
  }

  @Test
  void an_assignment_names_members_of_the_guild_once_each() {
    for (Assignment bad : List.of(fixed(), turns(ANNA, BEN, ANNA))) {
      TaskFields fields = taskFields("x", new Schedule.Once(new Due.Never()), bad);
      assertThat(fixture.invalid(ANNA, new TaskCommand.Create(new TaskId(new UUID(1, 1)), fields)))
          .extracting(Refusal.FieldError::field)
          .containsExactly("assignment.order");
    }
    MemberId nobody = new MemberId(99);
    TaskFields fields = taskFields("x", new Schedule.Once(new Due.Never()), fixed(nobody));
    assertThat(fixture.refused(ANNA, new TaskCommand.Create(new TaskId(new UUID(1, 1)), fields)))
        .isEqualTo(new Refusal.UnknownMember(nobody));
  }

  @Test
  void assigning_others_needs_the_permission_to_assign() {
    fixture.everybodyMay(Permission.TASK_CREATE, Permission.TASK_EDIT, Permission.TASK_VIEW_ALL);
    Schedule whenever = new Schedule.Once(new Due.Never());
    TaskId own = fixture.create(BEN, taskFields("mine", whenever, fixed(BEN)));
    assertThat(fixture.open(own).assignees()).containsExactly(BEN);
    assertThat(fixture.refused(BEN, edit(own, patch(null, null, turns()))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_ASSIGN));
    assertThat(
            fixture.refused(
                BEN,
                new TaskCommand.Create(
                    new TaskId(new UUID(1, 1)), taskFields("yours", whenever, fixed(CAS)))))
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_ASSIGN));
  }

  @Test
  void an_edit_records_before_and_after_and_nothing_when_unchanged() {
    TaskId task = fixture.create(BEN, once("dishes"));
    long revision = fixture.task(task).revision();
    List<GuildEvent> events = fixture.execute(CAS, edit(task, patch("all dishes", null, null)));
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            TaskEvent.Edited.class,
            edited -> {
              assertThat(edited.before().title()).isEqualTo("dishes");
              assertThat(edited.after().title()).isEqualTo("all dishes");
            });
    assertThat(fixture.execute(CAS, edit(task, patch("all dishes", null, null)))).isEmpty();
    long now = fixture.task(task).revision();
    assertThat(
            fixture.refused(
                CAS, new TaskCommand.Edit(ref(task), revision, patch("no", null, null))))
        .isEqualTo(new Refusal.Outdated(revision, now));
    assertThat(fixture.refused(ANNA, new TaskCommand.Delete(ref(task), revision)))
        .isEqualTo(new Refusal.Outdated(revision, now));
    fixture.execute(CAS, new TaskCommand.Edit(ref(task), now, patch("yes", null, null)));
  }

  @Test
  void a_category_can_be_set_cleared_and_not_both() {
    GroupingId kitchen = new GroupingId(new UUID(5, 5));
    fixture.execute(
        ANNA, new GroupingCommand.Create(kitchen, Grouping.Kind.CATEGORY, "Kitchen", "#aabbcc"));
    TaskId task = fixture.create(BEN, once("dishes"));
    fixture.execute(BEN, edit(task, category(kitchen, false)));
    assertThat(fixture.task(task).category()).isEqualTo(kitchen);
    assertThat(fixture.invalid(BEN, edit(task, category(kitchen, true)))).hasSize(1);
    fixture.execute(BEN, edit(task, category(null, true)));
    assertThat(fixture.task(task).category()).isNull();
    GroupingId other = new GroupingId(new UUID(6, 6));
    assertThat(fixture.refused(BEN, edit(task, category(other, false))))
        .isEqualTo(new Refusal.UnknownGrouping(Grouping.Kind.CATEGORY, other));
  }

  private static TaskPatch category(@Nullable GroupingId category, boolean clear) {
    return new TaskPatch(null, null, category, clear, null, null, null, null, null);
  }

  @Test
  void another_due_reopens_the_occurrence_and_keeps_its_claim() {
    TaskId task = fixture.create(BEN, once("dishes", "2026-11-25T11:00"));
    fixture.execute(CAS, new TaskCommand.Claim(ref(task), null));
    Schedule later = new Schedule.Once(at("2026-11-26T11:00"));
    fixture.execute(BEN, edit(task, patch(null, later, null)));
    Occurrence open = fixture.open(task);
    assertThat(open.ordinal()).isEqualTo(2);
    assertThat(open.due()).isEqualTo(at("2026-11-26T11:00"));
    assertThat(open.claimedBy()).isEqualTo(CAS);
  }

  @Test
  void another_holder_ends_the_claim() {
    TaskId task = fixture.create(BEN, once("dishes"));
    fixture.execute(CAS, new TaskCommand.Claim(ref(task), null));
    fixture.execute(BEN, edit(task, patch(null, null, fixed(BEN))));
    assertThat(fixture.open(task).holders()).containsExactly(BEN);
  }

  @Test
  void the_turn_survives_an_edit_of_the_rule_and_of_the_order() {
    TaskId task = fixture.create(ANNA, taskFields("bath", weekly("SA", 11), turns(ANNA, BEN, CAS)));
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), null, List.of(CAS)));
    fixture.execute(ANNA, edit(task, patch(null, weekly("SA", 12), null)));
    assertThat(fixture.open(task).assignees()).as("a favour stays").containsExactly(CAS);
    fixture.execute(ANNA, edit(task, patch(null, null, turns(CAS, BEN))));
    assertThat(fixture.open(task).assignees()).as("it was Ben's turn").containsExactly(BEN);
  }

  @Test
  void an_edited_rule_keeps_overdue_dues_and_does_not_repeat_completed_ones() {
    TaskId task = fixture.create(ANNA, taskFields("bath", weekly("SA", 11), Assignment.OPEN));
    fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
    fixture.execute(ANNA, edit(task, patch(null, weekly("SA", 12), null)));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-05T12:00"));
    fixture.now = instant("2026-12-06T10:00");
    fixture.execute(ANNA, edit(task, patch(null, weekly("SA", 9), null)));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-12-05T09:00"));
  }

  @Test
  void a_closed_one_off_with_a_new_date_opens_again() {
    TaskId task = fixture.create(BEN, once("dishes", "2026-11-25T11:00"));
    fixture.execute(BEN, new TaskCommand.Complete(ref(task), null, null, null, null));
    fixture.execute(BEN, edit(task, patch(null, null, turns(ANNA))));
    assertThat(fixture.task(task).open()).isNull();
    fixture.execute(BEN, edit(task, patch(null, new Schedule.Once(at("2026-12-25T11:00")), null)));
    assertThat(fixture.open(task).ordinal()).isEqualTo(2);
    assertThat(fixture.open(task).assignees()).containsExactly(ANNA);
  }

  @Test
  void an_invisible_task_is_unknown_and_the_attempt_is_audited() {
    TaskId task =
        fixture.create(
            ANNA,
            taskFields(
                "secret",
                new Schedule.Once(new Due.AtTime(LocalDateTime.of(2026, 11, 25, 9, 0), AMSTERDAM)),
                fixed(ANNA)));
    fixture.everybodyMay(Permission.TASK_EDIT, Permission.TASK_VIEW_OWN);
    assertThat(fixture.refused(BEN, edit(task, patch("mine", null, null))))
        .isEqualTo(new Refusal.UnknownTask(ref(task)));
    assertThat(fixture.journal.getLast().event())
        .isEqualTo(new CommandRefused("task.edit", Permission.TASK_VIEW_ALL, task));
    assertThat(fixture.journal.getLast().initiator()).isEqualTo(new Initiator(BEN, Origin.DISCORD));
  }

  @Test
  void a_task_id_is_used_once() {
    TaskId task = fixture.create(BEN, once("dishes"));
    assertThat(fixture.invalid(BEN, new TaskCommand.Create(task, once("again"))))
        .extracting(Refusal.FieldError::field)
        .containsExactly("id");
  }
}
