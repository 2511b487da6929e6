package dcm.journal.fencing;

/** What this process knows of its right to write for a persistence id. */
public sealed interface EpochState {
  /** Never recovered here: whoever writes first, as tests do, takes the epoch then. */
  record Unknown() implements EpochState {}

  /**
   * Recovered when the guild had no tables yet, so that there was nothing to take. The first write
   * takes the next epoch, or finds that somebody else did.
   *
   * @param seen the epoch then, 0 when there was none; a guild that was dropped leaves one
   */
  record Empty(long seenEpoch) implements EpochState {}

  /**
   * May write, as far as we know.
   *
   * @param confirmedAt {@link System#nanoTime} before PostgreSQL was last asked and agreed
   */
  record Held(long epoch, long confirmedAt) implements EpochState {}

  /** Another process has taken over; only a recovery helps. */
  record Lost() implements EpochState {}
}
