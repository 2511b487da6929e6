package dcm.guild.value;

/** Why points were recorded. */
public enum PointsReason {
  /** An occurrence, or a member's part of it, was done in time. */
  COMPLETED,
  /** It was done after its due. */
  LATE,
  /** It was missed: the penalty of the task's policy, zero without one. */
  PENALTY,
  /** What an occurrence had given or taken was returned, because it was reopened. */
  UNDONE,
  /** A streak reached a length for the first time. */
  MILESTONE,
  /** Given or taken by hand. */
  ADJUSTED
}
