package dcm.guild.assignment;

import dcm.guild.state.Eligibility;
import dcm.guild.state.GuildState;
import dcm.guild.value.MemberId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members among whom a strategy chooses.
 *
 * @param order all who are eligible, in their order, also those who are away or left
 * @param present those who are there
 * @param preferred those of them whose capacity of the day is not used up, and who have no other
 *     task of a group that wants different members; everybody who is there if that leaves nobody
 */
record Candidates(List<MemberId> order, List<MemberId> present, List<MemberId> preferred) {

  static Candidates of(GuildState state, SelectionRequest request) {
    List<MemberId> present =
        Eligibility.present(
            request.assignment(), request.task(), request.due(), state, request.at());
    return new Candidates(
        Eligibility.order(request.assignment(), state),
        present,
        preferred(state, request, present));
  }

  private static List<MemberId> preferred(
      GuildState state, SelectionRequest request, List<MemberId> present) {
    DailyCapacity capacity = DailyCapacity.of(state, request);
    Set<MemberId> taken = new HashSet<>(GroupMembers.toAvoid(state, request));
    List<MemberId> others = without(present, request.avoided()::contains);
    List<MemberId> withTime = without(others, member -> !capacity.allows(member));
    return without(withTime, taken::contains);
  }

  /** The members who are left; all of them if nobody is. */
  private static List<MemberId> without(List<MemberId> members, Predicate<MemberId> left) {
    if (members.stream().noneMatch(left)) {
      return members;
    }
    List<MemberId> remaining = members.stream().filter(left.negate()).toList();
    return remaining.isEmpty() ? members : remaining;
  }

  /** The first preferred member from a place in the order on, around its end; null: none. */
  @Nullable MemberId firstFrom(int place) {
    for (int i = 0; i < order.size(); i++) {
      MemberId candidate = order.get(Math.floorMod(place + i, order.size()));
      if (preferred.contains(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
