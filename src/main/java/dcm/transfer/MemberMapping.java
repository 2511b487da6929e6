package dcm.transfer;

import dcm.guild.command.AssignmentPatch;
import dcm.guild.command.TaskPatch;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Standby;
import java.time.DayOfWeek;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the people of a file by members of the guild. Who has no member is left out of
 * assignments; who did something remains as a stranger, for whom whoever imports stands in.
 */
record MemberMapping(Map<MemberId, @Nullable MemberId> members) {

  TaskPatch apply(TaskPatch patch) {
    AssignmentPatch assignment = patch.assignment();
    return assignment == null
        ? patch
        : new TaskPatch(
            patch.title(),
            patch.description(),
            patch.category(),
            patch.clearCategory(),
            patch.labels(),
            patch.effort(),
            patch.priority(),
            patch.schedule(),
            apply(assignment),
            patch.policy());
  }

  private @Nullable AssignmentPatch apply(AssignmentPatch patch) {
    List<MemberId> order = patch.order() == null ? null : all(patch.order());
    AssignmentPatch.RequestedRoster roster = patch.roster();
    AssignmentPatch.RequestedRoster mapped =
        roster == null
            ? null
            : new AssignmentPatch.RequestedRoster(
                roster.start(), roster.weeks().stream().map(this::week).toList());
    Standby standby = patch.standby();
    List<MemberId> others = standby == null ? List.of() : all(standby.members());
    boolean nobody =
        switch (patch.strategy()) {
          case FIXED -> patch.role() == null && (order == null || order.isEmpty());
          case ROSTER -> mapped != null && mapped.weeks().stream().allMatch(Map::isEmpty);
          default -> order != null && order.isEmpty() && !Objects.equals(order, patch.order());
        };
    boolean standing = standby != null && others.isEmpty();
    return nobody
        ? null
        : new AssignmentPatch(
            patch.strategy(),
            order,
            standing ? Assignment.Criteria.ANY_ONE : patch.criteria(),
            patch.role(),
            mapped,
            patch.dutyPeriod(),
            standby == null || standing ? null : new Standby(others, standby.when()),
            patch.group(),
            patch.omitted());
  }

  private Map<DayOfWeek, MemberId> week(Map<DayOfWeek, MemberId> week) {
    var mapped = new EnumMap<DayOfWeek, MemberId>(DayOfWeek.class);
    week.forEach((day, member) -> {
      MemberId known = members.get(member);
      if (known != null) {
        mapped.put(day, known);
      }
    });
    return mapped;
  }

  Occurrence apply(Occurrence occurrence) {
    Occurrence.Progress progress = occurrence.currentProgress();
    Occurrence.Course course = occurrence.currentCourse();
    MemberId claimant = one(occurrence.claimedBy());
    boolean unclaimed = occurrence.state() == Occurrence.State.CLAIMED && claimant == null;
    return occurrence.with(changed ->
        changed
            .state(unclaimed ? Occurrence.State.OPEN : occurrence.state())
            .assignees(all(occurrence.assignees()))
            .claimedBy(claimant)
            .completion(occurrence.completion() == null ? null : apply(occurrence.completion()))
            .progress(
                new Occurrence.Progress(
                    progress.parts().stream().map(this::apply).toList(), progress.ticks()))
            .course(course.withTurn(one(course.turn()))));
  }

  private Occurrence.Completion apply(Occurrence.Completion done) {
    Function<MemberId, MemberId> doer =
        member -> {
          MemberId known = one(member);
          return known == null ? STRANGER : known;
        };
    return new Occurrence.Completion(
        doer.apply(done.by()),
        doer.apply(done.loggedBy()),
        done.doneAt(),
        done.loggedAt(),
        done.note(),
        done.approvedBy() == null ? null : doer.apply(done.approvedBy()));
  }

  /** No member of any guild. */
  private static final MemberId STRANGER = new MemberId(Long.MAX_VALUE);

  private List<MemberId> all(List<MemberId> people) {
    return people.stream().map(members::get).filter(Objects::nonNull).distinct().toList();
  }

  private @Nullable MemberId one(@Nullable MemberId person) {
    return person == null ? null : members.get(person);
  }
}
