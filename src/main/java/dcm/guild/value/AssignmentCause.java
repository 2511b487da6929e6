package dcm.guild.value;

/** Why an occurrence has other assignees, unless a member decided so or a member left. */
public enum AssignmentCause {
  /** The member whose turn it was is away: the turn is skipped, which is no miss. */
  ABSENCE,
  /** Two members agreed; for the fairness it stays where it was. */
  SWAP,
  /** Two members agreed for good: it counts for the one who has it now. */
  PERMANENT_SWAP,
  /** The turn had passed on because it was moved into an absence: the move was undone. */
  RETURN
}
