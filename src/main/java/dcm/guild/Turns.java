package dcm.guild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whose it is: decided once, when an occurrence opens, and recorded in its event. */
final class Turns {
  private Turns() {}

  static List<MemberId> first(Assignment assignment, People people) {
    return next(assignment, null, people);
  }

  /**
   * After a turn has passed.
   *
   * @param turn whose it was, null: nobody's; who is no longer in the order counts as nobody
   */
  static List<MemberId> next(Assignment assignment, @Nullable MemberId turn, People people) {
    return holders(assignment, turn, 1, people);
  }

  /** The turn stays with whose it was, unless they left. */
  static List<MemberId> same(Assignment assignment, @Nullable MemberId turn, People people) {
    return holders(assignment, turn, 0, people);
  }

  private static List<MemberId> holders(
      Assignment assignment, @Nullable MemberId turn, int step, People people) {
    return switch (assignment.strategy()) {
      case POOL -> List.of();
      case FIXED -> assignment.order().stream().filter(people::active).toList();
      case ROUND_ROBIN -> {
        List<MemberId> ring =
            assignment.order().isEmpty() ? people.byJoining() : assignment.order();
        int at = turn == null ? -1 : ring.indexOf(turn);
        yield firstActive(ring, at < 0 ? 0 : at + step, people);
      }
    };
  }

  private static List<MemberId> firstActive(List<MemberId> ring, int from, People people) {
    for (int i = 0; i < ring.size(); i++) {
      MemberId candidate = ring.get((from + i) % ring.size());
      if (people.active(candidate)) {
        return List.of(candidate);
      }
    }
    return List.of();
  }
}
