package dcm.guild.assignment;

import dcm.guild.state.GuildState;
import dcm.guild.value.MemberId;
import dcm.guild.value.SelectionReason;
import dcm.guild.workload.Workload;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Strategies that compare members: LEAST_COMPLETED, LEAST_ASSIGNED and BALANCED. Among equals, the
 * one who had the task least recently gets it, then the first in the order.
 */
final class FairStrategies {
  private FairStrategies() {}

  static Selection leastCompleted(
      GuildState state, SelectionRequest request, Candidates candidates) {
    return lowest(
        state.workload(),
        request,
        candidates,
        member -> state.workload().completed(request.task(), member, request.at()),
        SelectionReason.FEWEST_COMPLETED);
  }

  static Selection leastAssigned(
      GuildState state, SelectionRequest request, Candidates candidates) {
    return lowest(
        state.workload(),
        request,
        candidates,
        member -> state.workload().assigned(request.task(), member, request.at()),
        SelectionReason.FEWEST_ASSIGNED);
  }

  static Selection balanced(GuildState state, SelectionRequest request, Candidates candidates) {
    Map<MemberId, Long> balances = state.workload().balances(candidates.preferred());
    return lowest(
        state.workload(),
        request,
        candidates,
        member -> balances.getOrDefault(member, 0L),
        SelectionReason.LOWEST_BALANCE);
  }

  private static Selection lowest(
      Workload workload,
      SelectionRequest request,
      Candidates candidates,
      ToLongFunction<MemberId> load,
      SelectionReason reason) {
    List<MemberId> members = candidates.preferred();
    // min takes the first of equals: the order decides
    MemberId chosen =
        members.stream()
            .min(
                Comparator.comparingLong(load)
                    .thenComparing(member -> lastAt(workload, request, member)))
            .orElse(null);
    return Selection.turn(chosen, members.size() == 1 ? SelectionReason.ONLY_ONE_PRESENT : reason);
  }

  private static Instant lastAt(Workload workload, SelectionRequest request, MemberId member) {
    Instant last = workload.lastAt(request.task(), member);
    return last == null ? Instant.MIN : last;
  }
}
