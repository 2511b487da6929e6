package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the assignees of each occurrence are chosen, and which of them have to do it.
 *
 * @param order FIXED: the assignees, one or more; POOL: empty; otherwise the eligible members in
 *     the order of the rotation, empty for all active members in the order of joining
 * @param criteria null: {@link Criteria#ANY_ONE}
 */
@RecordBuilder
public record Assignment(Strategy strategy, List<MemberId> order, @Nullable Criteria criteria)
    implements AssignmentBuilder.With {
  public static final Assignment OPEN = new Assignment(Strategy.POOL, List.of());

  public Assignment {
    order = List.copyOf(order);
    criteria = criteria == Criteria.ANY_ONE ? null : criteria;
  }

  /** An assignment of which any one assignee is enough. */
  public Assignment(Strategy strategy, List<MemberId> order) {
    this(strategy, order, null);
  }

  /** Whether each assignee has to complete their own part. */
  public boolean appliesToEach() {
    return criteria == Criteria.EACH;
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

  /** Which assignees have to do an occurrence. */
  public enum Criteria {
    /** One of them, whoever reports it first. */
    ANY_ONE,
    /** Each their own part: it is done when the last one has reported theirs. */
    EACH,
    /** All at the same time: one report completes it and counts for all of them. */
    ALL_TOGETHER
  }
}
