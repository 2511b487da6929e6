package dcm.guild.value;

import java.util.List;

/**
 * How the assignees of each occurrence are chosen.
 *
 * @param order FIXED: the assignees, one or more; ROUND_ROBIN: the rotation, empty for all active
 *     members in the order of joining; POOL: empty
 */
public record Assignment(Strategy strategy, List<MemberId> order) {
  public static final Assignment OPEN = new Assignment(Strategy.POOL, List.of());

  public Assignment {
    order = List.copyOf(order);
  }

  /**
   * Strategy of choosing assignees. The choice is recorded in the event and never repeated on
   * replay.
   */
  public enum Strategy {
    FIXED,
    POOL,
    ROUND_ROBIN
  }
}
