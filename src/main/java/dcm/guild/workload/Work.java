package dcm.guild.workload;

import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.util.List;
import java.util.stream.Stream;

/**
 * The work of one occurrence in its present state.
 *
 * @param unit thousandths of a minute times the difficulty, for one time it is done
 * @param doers the members who have it or did it; empty: nobody, so that it counts for nobody
 * @param each whether each of them does the whole of it, rather than one of them
 * @param done whether it was completed
 */
record Work(long unit, List<MemberId> doers, boolean each, boolean done) {
  /** Minutes that count for a task whose effort is not stated. */
  static final int UNSTATED_MINUTES = 10;

  Work {
    doers = List.copyOf(doers);
  }

  static long unit(Task.Effort effort) {
    int minutes = effort.minutes() == 0 ? UNSTATED_MINUTES : effort.minutes();
    return 1_000L * minutes * effort.difficulty();
  }

  static Work of(Task task, Occurrence occurrence) {
    return new Work(
        unit(task.effort()),
        doers(task.assignment(), occurrence),
        task.assignment().appliesToAll(),
        occurrence.state() == Occurrence.State.DONE);
  }

  long total() {
    return each ? unit * doers.size() : unit;
  }

  /** The doers in the order of their ids. */
  List<MemberId> carriers() {
    return doers.stream().distinct().sorted().toList();
  }

  private static List<MemberId> doers(Assignment assignment, Occurrence occurrence) {
    return switch (occurrence.state()) {
      case OPEN, CLAIMED -> occurrence.holders();
      case AWAITING_APPROVAL, DONE -> reported(assignment, occurrence);
      case SKIPPED, MISSED, EXPIRED, CANCELLED -> List.of();
    };
  }

  private static List<MemberId> reported(Assignment assignment, Occurrence occurrence) {
    Occurrence.Completion completion = occurrence.completion();
    Stream<MemberId> reporter = Stream.ofNullable(completion).map(Occurrence.Completion::by);
    Stream<MemberId> others =
        assignment.appliesToAll() ? occurrence.assignees().stream() : Stream.of();
    return Stream.concat(reporter, others).distinct().sorted().toList();
  }
}
