package dcm.guild.rules;

import static dcm.guild.GuildFixture.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.GuildFixture;
import dcm.guild.GuildLaws;
import dcm.guild.RandomCommands;
import dcm.guild.RandomCommands.Step;
import dcm.guild.command.MemberCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.state.TaskState;
import dcm.guild.value.Absence;
import dcm.guild.value.Due;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Undo after any undoable command gives the former state of the task, the trail aside. */
class UndoPropertiesTest {
  /** What members see of a task. */
  record Visible(
      TaskFields fields,
      List<VisibleOccurrence> open,
      @Nullable MemberId turn,
      @Nullable Integer closed,
      Occurrence.@Nullable State closedAs) {
    private static Visible of(TaskState state) {
      Occurrence closed = state.task().closed();
      return new Visible(
          state.task().fields(),
          state.task().occurrences().stream().map(VisibleOccurrence::of).toList(),
          turnOf(state.turn(), state.task().newest()),
          closed == null ? null : closed.ordinal(),
          closed == null ? null : closed.state());
    }
  }

  private static Map<TaskId, Visible> allVisible(GuildFixture fixture) {
    return fixture.guild.snapshot().tasks().stream()
        .collect(Collectors.toMap(state -> state.task().id(), Visible::of));
  }

  /** Without a recorded turn it is the first assignee's, which is what opening again records. */
  private static @Nullable MemberId turnOf(
      @Nullable MemberId recorded, @Nullable Occurrence occurrence) {
    boolean derived = recorded == null && occurrence != null && !occurrence.assignees().isEmpty();
    return derived ? occurrence.assignees().getFirst() : recorded;
  }

  record VisibleOccurrence(
      Occurrence.State state,
      Due due,
      @Nullable Due ruleDue,
      List<MemberId> assignees,
      @Nullable MemberId claimedBy,
      @Nullable MemberId turn,
      Occurrence.@Nullable Completion completion,
      List<MemberId> parts,
      Set<Integer> ticks) {
    static VisibleOccurrence of(Occurrence occurrence) {
      return new VisibleOccurrence(
          occurrence.state(),
          occurrence.due(),
          occurrence.currentCourse().ruleDue(),
          occurrence.assignees(),
          occurrence.claimedBy(),
          turnOf(occurrence.currentCourse().turn(), occurrence),
          occurrence.completion(),
          occurrence.currentProgress().parts().stream().map(Occurrence.Completion::by).toList(),
          occurrence.currentProgress().ticks());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return RandomCommands.steps(30);
  }

  @Provide
  Arbitrary<List<Step>> actions() {
    return RandomCommands.step().list().ofSize(12);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void undo_after_do_gives_the_former_state(
      @ForAll("steps") List<Step> steps, @ForAll("actions") List<Step> actions) {
    GuildFixture fixture = RandomCommands.guild();
    for (Step step : steps) {
      RandomCommands.perform(step, fixture);
    }
    for (MemberId member : RandomCommands.PEOPLE) {
      fixture.asSystem(new MemberCommand.Observe(member, "here", Set.of(), true));
    }
    // a turn that passes on because of an absence is not taken back
    endAbsences(fixture);
    GuildLaws laws = new GuildLaws();
    for (Step action : actions) {
      // two commands of a member are never at the same instant
      fixture.advance(Duration.ofSeconds(1));
      Map<TaskId, Visible> before = allVisible(fixture);
      int events = fixture.journal.size();
      var envelope = RandomCommands.undoable(action, fixture);
      fixture.decide(envelope);
      if (before.equals(allVisible(fixture))) {
        continue;
      }
      fixture.advance(Duration.ofMinutes(1));
      Decision undone =
          fixture.decide(
              fixture.envelope(
                  fixture.person(ANNA), new TaskCommand.Undo(new TaskRef.ById(action.taskId()))));
      assertThat(undone)
          .as(
              "undo of %s: %s",
              envelope.command(), fixture.journal.subList(events, fixture.journal.size()))
          .isInstanceOf(Decision.Accepted.class);
      assertThat(allVisible(fixture))
          .as(
              "undo of %s: %s",
              envelope.command(), fixture.journal.subList(events, fixture.journal.size()))
          .isEqualTo(before);
      laws.check(fixture);
    }
  }

  private static void endAbsences(GuildFixture fixture) {
    for (Member member : fixture.guild.snapshot().members()) {
      for (Absence absence : member.allAbsences()) {
        fixture.execute(ANNA, new MemberCommand.RemoveAbsence(member.id(), absence.id()));
      }
    }
  }
}
