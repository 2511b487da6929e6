package dcm.guild.value;

import java.util.List;

/**
 * Who gets each occurrence.
 *
 * @param order FIXED: who has it, one or more; ROUND_ROBIN: the turns, empty for every active
 *     member in the order of joining; POOL: empty
 */
public record Assignment(Strategy strategy, List<MemberId> order) {
  public static final Assignment OPEN = new Assignment(Strategy.POOL, List.of());

  public Assignment {
    order = List.copyOf(order);
  }

  /** How a holder is found. The decision is recorded in the event, never made again on replay. */
  public enum Strategy {
    FIXED,
    POOL,
    ROUND_ROBIN
  }
}
