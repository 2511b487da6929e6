package dcm.guild.state;

import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;

/** The members among whom the occurrences of a task are given. */
public final class Eligibility {
  private Eligibility() {}

  /** All members whom a task's assignment allows, in their order; also those who left. */
  public static List<MemberId> order(Assignment assignment, GuildState state) {
    List<MemberId> all =
        assignment.order().isEmpty() ? state.members().inJoinOrder() : assignment.order();
    return assignment.role() == null
        ? all
        : all.stream().filter(member -> state.hasRole(member, assignment.role())).toList();
  }

  /** Those of them who are there for an occurrence. */
  public static List<MemberId> present(
      Assignment assignment, TaskId task, Due due, GuildState state, Instant now) {
    Instant reference = Presence.reference(due, now);
    return assignment.order().isEmpty() && assignment.role() == null
        ? state.members().present(task, reference)
        : order(assignment, state).stream()
            .filter(member -> state.members().isPresent(member, task, reference))
            .toList();
  }

  /**
   * The members among whom the work of an occurrence is spread. What is always done by the same
   * members is work of the whole guild, as is what anyone may claim.
   */
  static List<MemberId> entitled(
      Assignment assignment, TaskId task, Due due, GuildState state, Instant now) {
    return switch (assignment.strategy()) {
      case FIXED, POOL, ROSTER -> state.members().present(task, Presence.reference(due, now));
      case ROUND_ROBIN,
          RANDOM,
          RANDOM_NOT_LAST,
          LEAST_COMPLETED,
          LEAST_ASSIGNED,
          BALANCED,
          DUTY_PERIOD ->
          present(assignment, task, due, state, now);
    };
  }
}
