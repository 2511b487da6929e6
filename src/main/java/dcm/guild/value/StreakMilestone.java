package dcm.guild.value;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A length of a streak that is rewarded once per member.
 *
 * @param streak occurrences done in time, one after the other
 */
public record StreakMilestone(int streak, int points) {
  public static final List<StreakMilestone> ALL =
      List.of(
          new StreakMilestone(3, 5),
          new StreakMilestone(7, 10),
          new StreakMilestone(14, 20),
          new StreakMilestone(30, 50),
          new StreakMilestone(60, 100));

  /**
   * The milestones that a streak has reached and that were not rewarded before.
   *
   * @param rewarded lengths of the rewarded ones
   */
  public static Stream<StreakMilestone> reached(int streak, Set<Integer> rewarded) {
    return ALL.stream()
        .filter(milestone -> milestone.streak() <= streak)
        .filter(milestone -> !rewarded.contains(milestone.streak()));
  }
}
