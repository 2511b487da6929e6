package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static dcm.guild.GuildFixture.BEN;
import static dcm.guild.GuildFixture.CAS;
import static dcm.guild.GuildFixture.at;
import static dcm.guild.GuildFixture.ref;
import static dcm.guild.GuildFixture.taskFields;
import static dcm.guild.GuildFixture.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.command.RequestedSchedule;
import dcm.guild.command.TaskCommand;
import dcm.guild.command.TaskPatch;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Permission;
import dcm.guild.value.Recurrence;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Edits of one occurrence, and of this and the following; the clock stands at Monday 23 November.
 */
class EditScopeTest {
  private static final TaskId FOLLOWING = new TaskId(new UUID(8, 1));
  private final GuildFixture fixture = GuildFixture.withMembers();

  private TaskId saturdays(String rrule) {
    return fixture.create(ANNA, taskFields("bathroom", weekly(rrule), turns(ANNA, BEN, CAS)));
  }

  private static Schedule weekly(String rrule) {
    return new Schedule.Recurring(
        new Recurrence(
            rrule,
            LocalDate.of(2026, 11, 28),
            LocalTime.of(11, 0),
            GuildFixture.AMSTERDAM,
            Recurrence.MonthEnd.CLAMP),
        Schedule.Anchor.FROM_DUE);
  }

  private static TaskPatch titled(String title) {
    return new TaskPatch(title, null, null, false, null, null, null, null, null);
  }

  private TaskCommand.EditFollowing following(TaskId task, String from, TaskPatch patch) {
    return new TaskCommand.EditFollowing(ref(task), null, LocalDate.parse(from), FOLLOWING, patch);
  }

  /** The dues of a task, each completed in its turn on time. */
  private List<@Nullable LocalDate> dues(TaskId task, int limit) {
    var days = new ArrayList<@Nullable LocalDate>();
    for (int i = 0; i < limit && fixture.task(task).open() != null; i++) {
      Occurrence open = fixture.open(task);
      days.add(open.due().day());
      if (open.due().start().isAfter(fixture.now)) {
        fixture.now = open.due().start();
      }
      fixture.execute(ANNA, new TaskCommand.Complete(ref(task), null, null, null, null));
    }
    return days;
  }

  @Test
  void this_and_following_ends_the_task_and_begins_another_with_the_edit() {
    var task = saturdays("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA;COUNT=5");
    var events = fixture.execute(ANNA, following(task, "2026-12-20", titled("bath and toilet")));
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            TaskEvent.Split.class,
            split -> {
              assertThat(split.following()).isEqualTo(FOLLOWING);
              assertThat(split.followingNumber()).isEqualTo(2);
            });
    Task other = fixture.task(FOLLOWING);
    assertThat(other.title()).isEqualTo("bath and toilet");
    assertThat(other.open().due()).isEqualTo(at("2026-12-26T11:00"));
    assertThat(fixture.task(task).title()).isEqualTo("bathroom");
    assertThat(dues(task, 9))
        .containsExactly(LocalDate.of(2026, 11, 28), LocalDate.of(2026, 12, 12));
    assertThat(dues(FOLLOWING, 9))
        .as("the count of the rule goes on")
        .containsExactly(
            LocalDate.of(2026, 12, 26), LocalDate.of(2027, 1, 9), LocalDate.of(2027, 1, 23));
  }

  @Test
  void undo_makes_the_task_whole_again_and_the_new_task_goes_to_the_bin() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA;COUNT=3");
    Task before = fixture.task(task);
    fixture.execute(ANNA, following(task, "2026-12-05", titled("bath and toilet")));
    var events = fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    assertThat(events)
        .contains(
            new TaskEvent.SplitUndone(
                task,
                ((TaskEvent.Split) splitOf(fixture)).after(),
                before.schedule(),
                FOLLOWING,
                2));
    assertThat(fixture.task(task).fields()).isEqualTo(before.fields());
    assertThat(fixture.task(task).occurrences())
        .extracting(Occurrence::assignees)
        .isEqualTo(before.occurrences().stream().map(Occurrence::assignees).toList());
    assertThat(fixture.guild.snapshot().bin())
        .singleElement()
        .satisfies(deleted -> {
          assertThat(deleted.state().task().id()).isEqualTo(FOLLOWING);
          assertThat(deleted.deletedBy()).as("no action to undo").isNull();
        });
    assertThat(fixture.refused(ANNA, new TaskCommand.Undo(ref(task))))
        .isEqualTo(new Refusal.NothingToUndo());
    assertThat(dues(task, 9))
        .containsExactly(
            LocalDate.of(2026, 11, 28), LocalDate.of(2026, 12, 5), LocalDate.of(2026, 12, 12));
  }

  private static dcm.guild.event.GuildEvent splitOf(GuildFixture fixture) {
    return fixture.journal.stream()
        .map(dcm.guild.event.RecordedEvent::event)
        .filter(TaskEvent.Split.class::isInstance)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_split_whose_new_task_somebody_acted_upon_is_not_undone() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA");
    fixture.execute(ANNA, following(task, "2026-12-05", titled("bath and toilet")));
    fixture.execute(BEN, new TaskCommand.Claim(ref(FOLLOWING), null));
    fixture.execute(BEN, new TaskCommand.Release(ref(FOLLOWING), null));
    assertThat(fixture.refused(ANNA, new TaskCommand.Undo(ref(task))))
        .isEqualTo(new Refusal.NextAlreadyActedUpon());
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_CREATE);
    assertThat(fixture.refused(CAS, new TaskCommand.Undo(ref(task))))
        .as("neither the doer nor allowed to edit")
        .isEqualTo(new Refusal.Forbidden(Permission.TASK_EDIT));
  }

  @Test
  void from_the_current_occurrence_on_it_is_the_whole_task() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA");
    fixture.execute(ANNA, following(task, "2026-11-28", titled("toilet")));
    assertThat(fixture.task(task).title()).isEqualTo("toilet");
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    assertThat(fixture.task(task).title()).isEqualTo("bathroom");
  }

  @Test
  void an_open_occurrence_from_that_day_on_moves_to_the_new_task_with_its_holder() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA");
    fixture.execute(
        ANNA,
        new TaskCommand.Edit(
            ref(task),
            null,
            TaskPatch.of(
                fixture
                    .task(task)
                    .fields()
                    .withPolicy(
                        TaskPolicy.DEFAULT.with(
                            policy -> policy.backlog(TaskPolicy.Backlog.STACK))))));
    fixture.now = GuildFixture.instant("2026-12-05T12:00");
    fixture.asSystem(new dcm.guild.command.NotificationCommand.WakeUp());
    assertThat(fixture.task(task).occurrences()).hasSize(2);
    Occurrence second = fixture.task(task).newest();
    fixture.execute(ANNA, new TaskCommand.Assign(ref(task), second.ordinal(), List.of(CAS)));

    fixture.execute(ANNA, following(task, "2026-12-05", titled("toilet")));

    assertThat(fixture.task(task).occurrences())
        .extracting(Occurrence::due)
        .containsExactly(at("2026-11-28T11:00"));
    assertThat(fixture.open(FOLLOWING).due()).isEqualTo(second.due());
    assertThat(fixture.open(FOLLOWING).assignees()).containsExactly(CAS);

    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    assertThat(fixture.task(task).occurrences())
        .extracting(Occurrence::due)
        .containsExactly(at("2026-11-28T11:00"), second.due());
    assertThat(fixture.task(task).newest().assignees()).containsExactly(CAS);
  }

  @Test
  void a_day_that_depends_on_the_start_of_the_rule_stays_the_31st() {
    var monthly = weekly("FREQ=MONTHLY");
    var task =
        fixture.create(
            ANNA,
            taskFields(
                "bins",
                ((Schedule.Recurring) monthly)
                    .with(changed ->
                        changed.recurrence(
                            changed.recurrence().withStart(LocalDate.of(2026, 12, 31)))),
                turns(ANNA)));
    fixture.execute(ANNA, following(task, "2027-02-01", titled("paper")));
    assertThat(dues(FOLLOWING, 3))
        .containsExactly(
            LocalDate.of(2027, 2, 28), LocalDate.of(2027, 3, 31), LocalDate.of(2027, 4, 30));
  }

  @Test
  void one_occurrence_gets_another_due_and_other_assignees_and_both_are_undone_together() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA");
    Task before = fixture.task(task);
    var due = new RequestedSchedule.Complete(new Schedule.Once(at("2026-11-29T15:00")));
    fixture.execute(
        ANNA, new TaskCommand.EditOccurrence(ref(task), null, null, true, due, List.of(CAS)));
    assertThat(fixture.open(task).due()).isEqualTo(at("2026-11-29T15:00"));
    assertThat(fixture.open(task).assignees()).containsExactly(CAS);
    assertThat(fixture.task(task).fields()).isEqualTo(before.fields());
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    assertThat(fixture.open(task).due()).isEqualTo(before.open().due());
    assertThat(fixture.open(task).assignees()).isEqualTo(before.open().assignees());
  }

  @Test
  void a_future_day_is_taken_out_of_the_rule_and_comes_back() {
    var task = saturdays("FREQ=WEEKLY;BYDAY=SA");
    var skip = new TaskCommand.SkipDay(ref(task), LocalDate.of(2026, 12, 5));
    fixture.execute(ANNA, skip);
    assertThat(fixture.open(task).due().day()).isEqualTo(LocalDate.of(2026, 11, 28));
    fixture.execute(ANNA, new TaskCommand.Undo(ref(task)));
    fixture.execute(
        ANNA,
        new TaskCommand.EditOccurrence(
            ref(task),
            null,
            null,
            true,
            new RequestedSchedule.Complete(new Schedule.Once(at("2026-11-27T11:00"))),
            null));
    fixture.execute(ANNA, skip);
    assertThat(fixture.open(task).due()).as("moved").isEqualTo(at("2026-11-27T11:00"));
    assertThat(dues(task, 2))
        .containsExactly(LocalDate.of(2026, 11, 27), LocalDate.of(2026, 12, 12));
    for (var wrong : List.of("2026-12-27", "2020-12-05")) {
      assertThat(fixture.invalid(ANNA, new TaskCommand.SkipDay(ref(task), LocalDate.parse(wrong))))
          .extracting(Refusal.FieldError::code)
          .containsExactly("not-a-due-day");
    }
  }

  @Test
  void skip_of_a_day_is_no_way_round_approval_or_proof() {
    var task =
        fixture.create(
            ANNA,
            taskFields("bathroom", weekly("FREQ=WEEKLY;BYDAY=SA"), turns(BEN))
                .withPolicy(
                    TaskPolicy.DEFAULT.with(
                        policy -> policy.requirements(Set.of(TaskPolicy.Requirement.APPROVAL)))));
    fixture.everybodyMay(Permission.TASK_VIEW_ALL, Permission.TASK_EDIT, Permission.TASK_COMPLETE);
    for (var day : List.of("2026-11-28", "2026-12-05")) {
      assertThat(fixture.refused(BEN, new TaskCommand.SkipDay(ref(task), LocalDate.parse(day))))
          .isEqualTo(new Refusal.Forbidden(Permission.TASK_APPROVE));
    }
  }

  @Test
  void what_does_not_repeat_or_floats_has_no_following_occurrences() {
    var once = fixture.create(ANNA, GuildFixture.once("once", "2026-11-28T11:00"));
    assertThat(fixture.invalid(ANNA, following(once, "2026-12-05", titled("x"))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("not-recurring");
    var floating =
        fixture.create(
            ANNA,
            taskFields(
                "filter",
                ((Schedule.Recurring) weekly("FREQ=MONTHLY"))
                    .withAnchor(Schedule.Anchor.FROM_COMPLETION),
                turns(ANNA)));
    assertThat(fixture.invalid(ANNA, following(floating, "2027-03-01", titled("x"))))
        .extracting(Refusal.FieldError::code)
        .containsExactly("floating");
  }
}
