package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the assignees of each occurrence are chosen, and which of them have to do it.
 *
 * @param order FIXED: the assignees, one or more unless there is a role; POOL and ROSTER: empty;
 *     otherwise the eligible members in the order of the rotation, empty for all active members in
 *     the order of joining
 * @param criteria null: {@link Criteria#ANY_ONE}
 * @param role only members with this role are eligible, or with FIXED: all of them; null: no role
 * @param roster null unless ROSTER
 * @param dutyPeriod null unless DUTY_PERIOD
 * @param standby null unless {@link Criteria#PRIMARY_STANDBY}
 * @param group null: the task belongs to no group
 */
@RecordBuilder
public record Assignment(
    Strategy strategy,
    List<MemberId> order,
    @Nullable Criteria criteria,
    @Nullable RoleId role,
    @Nullable Roster roster,
    @Nullable DutyPeriod dutyPeriod,
    @Nullable Standby standby,
    @Nullable TaskGroup group)
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

  public Assignment(Strategy strategy, List<MemberId> order, @Nullable Criteria criteria) {
    this(strategy, order, criteria, null, null, null, null, null);
  }

  /** Whether all assignees do it, rather than one of them. */
  public boolean appliesToAll() {
    return criteria == Criteria.EACH || criteria == Criteria.ALL_TOGETHER;
  }

  /** Whether each assignee has to complete their own part. */
  public boolean appliesToEach() {
    return criteria == Criteria.EACH;
  }

  /** All members that it names, each once. */
  @JsonIgnore
  public List<MemberId> namedMembers() {
    return Stream.of(
            order,
            roster == null ? List.<MemberId>of() : roster.members(),
            standby == null ? List.<MemberId>of() : standby.members())
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /**
   * Strategy of choosing assignees. The choice is recorded in the event and never repeated on
   * replay.
   */
  public enum Strategy {
    /** The same members each time. */
    FIXED,
    /** Nobody: the first to claim it. */
    POOL,
    /** The next in the order. */
    ROUND_ROBIN,
    /** Anyone, by the id of the occurrence. */
    RANDOM,
    /** Anyone but the one before, by the id of the occurrence. */
    RANDOM_NOT_LAST,
    /** Who completed it least often in the last 13 weeks. */
    LEAST_COMPLETED,
    /** Who had it least often in the last 13 weeks. */
    LEAST_ASSIGNED,
    /** Who has the lowest balance of work over all tasks. */
    BALANCED,
    /** The member of the weekday. */
    ROSTER,
    /** The next in the order, after a period. */
    DUTY_PERIOD;

    /** Whether one member after another has the turn. */
    public boolean isRotation() {
      return switch (this) {
        case FIXED, POOL, ROSTER -> false;
        case ROUND_ROBIN,
            RANDOM,
            RANDOM_NOT_LAST,
            LEAST_COMPLETED,
            LEAST_ASSIGNED,
            BALANCED,
            DUTY_PERIOD ->
            true;
      };
    }
  }

  /** Which assignees have to do an occurrence. */
  public enum Criteria {
    /** One of them, whoever reports it first. */
    ANY_ONE,
    /** Each their own part: it is done when the last one has reported theirs. */
    EACH,
    /** All at the same time: one report completes it and counts for all of them. */
    ALL_TOGETHER,
    /** The one whose turn it is. */
    TURN,
    /** The assignees, or members on standby for them. */
    PRIMARY_STANDBY
  }
}
