package dcm.guild.rules;

import dcm.guild.state.Members;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selection of an occurrence's assignees: decided once, when the occurrence opens, and recorded in
 * its event.
 */
final class AssigneeSelection {
  private AssigneeSelection() {}

  static List<MemberId> first(Assignment assignment, Members members) {
    return next(assignment, null, members);
  }

  /**
   * The assignees after a turn has passed.
   *
   * @param turn member whose turn it was; null: none. A member who is no longer in the order counts
   *     as none.
   */
  static List<MemberId> next(Assignment assignment, @Nullable MemberId turn, Members members) {
    return select(assignment, turn, 1, members);
  }

  /** The assignees while the turn stays with its member, unless that member left. */
  static List<MemberId> current(Assignment assignment, @Nullable MemberId turn, Members members) {
    return select(assignment, turn, 0, members);
  }

  private static List<MemberId> select(
      Assignment assignment, @Nullable MemberId turn, int step, Members members) {
    return switch (assignment.strategy()) {
      case POOL -> List.of();
      case FIXED -> assignment.order().stream().filter(members::isActive).toList();
      case ROUND_ROBIN -> {
        List<MemberId> rotation =
            assignment.order().isEmpty() ? members.inJoinOrder() : assignment.order();
        int index = turn == null ? -1 : rotation.indexOf(turn);
        yield firstActive(rotation, index < 0 ? 0 : index + step, members);
      }
    };
  }

  private static List<MemberId> firstActive(List<MemberId> rotation, int from, Members members) {
    for (int i = 0; i < rotation.size(); i++) {
      MemberId candidate = rotation.get((from + i) % rotation.size());
      if (members.isActive(candidate)) {
        return List.of(candidate);
      }
    }
    return List.of();
  }
}
