package dcm.guild.rules;

import dcm.guild.query.TaskVisibility;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskBin;
import dcm.guild.state.TaskState;
import dcm.guild.state.UndoableAction;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the last action of a member that can be undone. It visits all tasks: 20,000 at most. */
final class LastActionSearch {
  private record Candidate(Instant at, Task task) {}

  private LastActionSearch() {}

  /**
   * The task of the action; null: none.
   *
   * @param visibility the tasks that the member may see; null: none
   */
  static @Nullable Task find(
      GuildState state, @Nullable Member caller, @Nullable TaskVisibility visibility) {
    if (caller == null || visibility == null) {
      return null;
    }
    MemberId member = caller.id();
    Stream<Candidate> acted =
        state.catalog().tasks().values().stream()
            .map(taskState -> acted(taskState, member))
            .filter(Objects::nonNull);
    Stream<Candidate> deleted =
        state.catalog().bin().tasks().values().stream()
            .filter(each -> member.equals(each.deletedBy()))
            .map(LastActionSearch::deleted);
    return Stream.concat(acted, deleted)
        .filter(candidate -> visibility.includes(candidate.task()))
        .max(
            Comparator.comparing(Candidate::at)
                .thenComparingInt(candidate -> candidate.task().number()))
        .map(Candidate::task)
        .orElse(null);
  }

  private static @Nullable Candidate acted(TaskState taskState, MemberId member) {
    UndoableAction action = taskState.lastAction();
    return action != null && action.by().equals(member)
        ? new Candidate(action.at(), taskState.task())
        : null;
  }

  private static Candidate deleted(TaskBin.DeletedTask deleted) {
    return new Candidate(deleted.deletedAt(), deleted.state().task());
  }
}
