package dcm.transfer.format;

import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members whom a task names. */
final class TaskMembers {
  private TaskMembers() {}

  static Set<MemberId> of(Task task) {
    return Stream.of(
            Stream.of(task.createdBy()),
            task.assignment().namedMembers().stream(),
            task.occurrences().stream().flatMap(TaskMembers::of),
            Stream.ofNullable(task.closed()).flatMap(TaskMembers::of))
        .flatMap(members -> members)
        .collect(Collectors.toSet());
  }

  private static Stream<MemberId> of(Occurrence occurrence) {
    return Stream.of(
            occurrence.assignees().stream(),
            Stream.of(occurrence.claimedBy(), occurrence.currentCourse().turn())
                .filter(Objects::nonNull),
            of(occurrence.completion()),
            occurrence.currentProgress().parts().stream().flatMap(TaskMembers::of))
        .flatMap(members -> members);
  }

  private static Stream<MemberId> of(Occurrence.@Nullable Completion done) {
    return done == null
        ? Stream.empty()
        : Stream.of(done.by(), done.loggedBy(), done.approvedBy()).filter(Objects::nonNull);
  }
}
