package dcm.guild.assignment;

import dcm.guild.state.GuildState;
import dcm.guild.state.TaskState;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskGroup;
import dcm.guild.value.TaskId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The members who have other tasks of a group in the period of an occurrence. */
final class GroupMembers {
  private GroupMembers() {}

  /** Members who should get it too, by the numbers of their tasks; empty: anyone may. */
  static List<MemberId> toFollow(GuildState state, SelectionRequest request) {
    return of(state, request, TaskGroup.Mode.SAME_MEMBER);
  }

  /** Members who should not get it. */
  static List<MemberId> toAvoid(GuildState state, SelectionRequest request) {
    return of(state, request, TaskGroup.Mode.DIFFERENT_MEMBERS);
  }

  private static List<MemberId> of(
      GuildState state, SelectionRequest request, TaskGroup.Mode mode) {
    TaskGroup group = request.assignment().group();
    LocalDate day = request.due().day();
    if (group == null || group.mode() != mode || day == null) {
      return List.of();
    }
    var weekStart = state.profile().settings().weekStart();
    LocalDate period = group.periodOf(day, weekStart);
    List<MemberId> members = new ArrayList<>();
    for (TaskId other : state.catalog().groupTasks(group.name())) {
      TaskState taskState = state.catalog().tasks().get(other);
      if (taskState != null && !other.equals(request.task())) {
        occurrences(taskState)
            .filter(occurrence -> occurrence.due().day() != null)
            .filter(occurrence -> group.periodOf(occurrence.due().day(), weekStart).equals(period))
            .forEach(occurrence -> members.addAll(responsible(occurrence)));
      }
    }
    return members.stream().distinct().toList();
  }

  private static Stream<Occurrence> occurrences(TaskState taskState) {
    return Stream.concat(
        taskState.task().occurrences().stream(),
        taskState.closings().stream().map(TaskState.Closing::occurrence));
  }

  private static List<MemberId> responsible(Occurrence occurrence) {
    Occurrence.Completion done = occurrence.completion();
    return done == null ? occurrence.holders() : List.of(done.by());
  }
}
