package dcm.view;

/**
 * How occurrences ended.
 *
 * @param onTime of those that were done: before they were overdue
 * @param minutes of those that were done, as their tasks state them
 * @param effort of those that were done: minutes times difficulty, where 10 minutes stand for an
 *     effort that is not stated
 */
public record Counts(
    long done, long onTime, long missed, long expired, long skipped, long minutes, long effort) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

  public long late() {
    return done - onTime;
  }

  Counts plus(Counts other) {
    return new Counts(
        done + other.done,
        onTime + other.onTime,
        missed + other.missed,
        expired + other.expired,
        skipped + other.skipped,
        minutes + other.minutes,
        effort + other.effort);
  }
}
