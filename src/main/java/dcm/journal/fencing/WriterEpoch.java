package dcm.journal.fencing;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * The epoch with which this process writes for one guild.
 *
 * <p>A result for an epoch that is no longer the current one is ignored: the result of a write may
 * arrive after the next recovery of the same guild in this process.
 */
public final class WriterEpoch {
  private static final EpochState UNKNOWN = new EpochState.Unknown();

  private final AtomicReference<EpochState> state = new AtomicReference<>(UNKNOWN);

  public EpochState state() {
    return state.get();
  }

  /**
   * A recovery or the first write acquired the epoch.
   *
   * @param askedAt {@link System#nanoTime} before PostgreSQL was asked
   */
  public void acquired(long epoch, long askedAt) {
    state.updateAndGet(previous ->
        previous instanceof EpochState.Held held && held.epoch() > epoch
            ? previous
            : new EpochState.Held(epoch, askedAt));
  }

  /** A recovery found no tables. */
  public void foundEmpty(long seenEpoch) {
    state.set(new EpochState.Empty(seenEpoch));
  }

  /** A write or check with this epoch succeeded; {@code askedAt} as for {@link #acquired}. */
  public void confirmed(long epoch, long askedAt) {
    updateIfHeld(
        epoch,
        state ->
            state instanceof EpochState.Held held && held.confirmedAt() - askedAt >= 0
                ? held
                : new EpochState.Held(epoch, askedAt));
  }

  /** PostgreSQL rejected this epoch. */
  public void revoked(long epoch) {
    updateIfHeld(epoch, _ -> new EpochState.Lost());
  }

  /** The first write of an empty guild found that another process had written before. */
  public void lost(EpochState.Empty empty) {
    state.updateAndGet(current -> current.equals(empty) ? new EpochState.Lost() : current);
  }

  private void updateIfHeld(long epoch, UnaryOperator<EpochState> update) {
    state.updateAndGet(current ->
        current instanceof EpochState.Held held && held.epoch() == epoch
            ? update.apply(current)
            : current);
  }
}
