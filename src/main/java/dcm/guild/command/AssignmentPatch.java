package dcm.guild.command;

import dcm.guild.value.Assignment;
import dcm.guild.value.DutyPeriod;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Roster;
import dcm.guild.value.Standby;
import dcm.guild.value.TaskGroup;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An assignment that a caller states.
 *
 * @param order null: the task's own where the strategy stays the same, otherwise empty
 * @param criteria null: any one of the assignees
 * @param omitted components of which nothing is said; those of the task stay where the strategy
 *     stays the same, and its group stays in any case
 */
public record AssignmentPatch(
    Assignment.Strategy strategy,
    @Nullable List<MemberId> order,
    Assignment.@Nullable Criteria criteria,
    @Nullable RoleId role,
    @Nullable RequestedRoster roster,
    @Nullable RequestedDutyPeriod dutyPeriod,
    @Nullable Standby standby,
    @Nullable TaskGroup group,
    Set<Component> omitted) {
  public AssignmentPatch {
    order = order == null ? null : List.copyOf(order);
    omitted = omitted(omitted);
  }

  /** A component of an assignment that a caller may leave out. */
  public enum Component {
    ROLE,
    ROSTER,
    DUTY_PERIOD,
    STANDBY,
    GROUP
  }

  public AssignmentPatch(Assignment.Strategy strategy, @Nullable List<MemberId> order) {
    this(strategy, order, null);
  }

  /** An assignment of which only strategy, order and criteria are stated. */
  public AssignmentPatch(
      Assignment.Strategy strategy,
      @Nullable List<MemberId> order,
      Assignment.@Nullable Criteria criteria) {
    this(strategy, order, criteria, null, null, null, null, null, EnumSet.allOf(Component.class));
  }

  private static Set<Component> omitted(Collection<Component> components) {
    Set<Component> all = EnumSet.noneOf(Component.class);
    all.addAll(components);
    return Set.copyOf(all);
  }

  /** An assignment that is stated completely. */
  public static AssignmentPatch of(Assignment assignment) {
    Roster roster = assignment.roster();
    DutyPeriod period = assignment.dutyPeriod();
    return new AssignmentPatch(
        assignment.strategy(),
        assignment.order(),
        assignment.criteria(),
        assignment.role(),
        roster == null ? null : new RequestedRoster(roster.start(), roster.weeks()),
        period == null
            ? null
            : new RequestedDutyPeriod(period.every(), period.unit(), period.start()),
        assignment.standby(),
        assignment.group(),
        Set.of());
  }

  /**
   * A roster.
   *
   * @param start null: the first day of the present week
   */
  public record RequestedRoster(@Nullable LocalDate start, List<Map<DayOfWeek, MemberId>> weeks) {}

  /**
   * A period of duty.
   *
   * @param start null: the first day of the present day, week or month
   */
  public record RequestedDutyPeriod(int every, DutyPeriod.Unit unit, @Nullable LocalDate start) {}
}
