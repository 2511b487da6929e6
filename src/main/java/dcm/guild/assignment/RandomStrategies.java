package dcm.guild.assignment;

import dcm.guild.value.MemberId;
import dcm.guild.value.SelectionReason;
import java.util.List;
import java.util.UUID;

/** RANDOM and RANDOM_NOT_LAST: by the id of the occurrence, so that a repetition gives the same. */
final class RandomStrategies {
  private RandomStrategies() {}

  static Selection random(SelectionRequest request, Candidates candidates) {
    return pick(request, candidates.preferred());
  }

  /** Anyone but the one before, unless nobody else is there. */
  static Selection randomNotLast(SelectionRequest request, Candidates candidates) {
    List<MemberId> others =
        candidates.preferred().stream().filter(member -> !member.equals(request.turn())).toList();
    return pick(request, others.isEmpty() ? candidates.preferred() : others);
  }

  private static Selection pick(SelectionRequest request, List<MemberId> members) {
    return Selection.turn(
        members.isEmpty()
            ? null
            : members.get((int) Math.floorMod(seed(request), (long) members.size())),
        SelectionReason.RANDOM);
  }

  private static long seed(SelectionRequest request) {
    UUID task = request.task().value();
    return mixed(
        mixed(mixed(task.getMostSignificantBits()) ^ task.getLeastSignificantBits())
            ^ request.ordinal());
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
