package dcm.guild.value;

/**
 * How lateness changes the points of an occurrence.
 *
 * @param penalty 1 to {@link TaskPolicy#MAX_POINTS} for PENALTY, otherwise 0
 */
public record LateEffect(Kind kind, int penalty) {
  public static final LateEffect FULL = new LateEffect(Kind.FULL, 0);

  /** The points of an occurrence that was done late. */
  public int points(int inTime) {
    return switch (kind) {
      case FULL -> inTime;
      case NONE -> 0;
      // to do it late is never worse than not to do it
      case PENALTY -> Math.max(0, inTime - penalty);
    };
  }

  /** The effect of being late. */
  public enum Kind {
    /** All points, although late. */
    FULL,
    /** No points when late. */
    NONE,
    /** The penalty is subtracted from the points when late, and from the balance when missed. */
    PENALTY
  }
}
