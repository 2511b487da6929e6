package dcm.guild.value;

/** Why a member gets an occurrence. */
public enum SelectionReason {
  /** It is always theirs. */
  FIXED,
  /** They have the role. */
  ROLE,
  /** Anyone may claim it. */
  OPEN_TO_ALL,
  /** They are the next in the order. */
  NEXT_IN_ORDER,
  /** Their turn has not passed. */
  KEEPS_TURN,
  /** By chance. */
  RANDOM,
  /** They completed it least often. */
  FEWEST_COMPLETED,
  /** They had it least often. */
  FEWEST_ASSIGNED,
  /** They have the lowest balance of work over all tasks. */
  LOWEST_BALANCE,
  /** It is their day in the roster. */
  ROSTER,
  /** It is their period. */
  DUTY_PERIOD,
  /** They have another task of the group, which wants the same member. */
  SAME_GROUP,
  /** Nobody else is there. */
  ONLY_ONE_PRESENT,
  /** The assignees are away, and they are on standby. */
  STANDBY,
  /** Everybody is away: anyone may claim it. */
  NOBODY_PRESENT
}
