package dcm.journal.fencing;

/** What this process knows about its right to write for a guild. */
public sealed interface EpochState {
  /** Not recovered by this process; a write without recovery, as in tests, acquires the epoch. */
  record Unknown() implements EpochState {}

  /**
   * Recovered when the guild had no tables, so there was no epoch to acquire. The first write
   * acquires the next epoch, or finds that another process did.
   *
   * @param seenEpoch the epoch at that time, 0 if there was none; a dropped guild keeps its epoch
   */
  record Empty(long seenEpoch) implements EpochState {}

  /**
   * May write, as far as this process knows.
   *
   * @param confirmedAt {@link System#nanoTime} before PostgreSQL last confirmed the epoch
   */
  record Held(long epoch, long confirmedAt) implements EpochState {}

  /** Another process acquired a later epoch; only a recovery helps. */
  record Lost() implements EpochState {}
}
