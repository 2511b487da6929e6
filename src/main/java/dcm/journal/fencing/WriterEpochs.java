package dcm.journal.fencing;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * The epochs that this process holds, one per persistence id. It only ever grows: to forget one
 * that was lost would be to take it back at the next write. 50,000 guilds are some 8 MB.
 *
 * <p>What is said of an epoch that is not the current one any more is ignored: the answer to a
 * write may come after the next recovery of the same guild in this process.
 */
public final class WriterEpochs {
  private static final EpochState UNKNOWN = new EpochState.Unknown();

  private final ConcurrentMap<String, EpochState> states = new ConcurrentHashMap<>();

  public EpochState stateOf(String persistenceId) {
    return states.getOrDefault(persistenceId, UNKNOWN);
  }

  /**
   * A recovery, or the first write, has counted one up.
   *
   * @param askedAt {@link System#nanoTime} before PostgreSQL was asked
   */
  public void acquired(String persistenceId, long epoch, long askedAt) {
    states.merge(
        persistenceId,
        new EpochState.Held(epoch, askedAt),
        (previous, acquired) ->
            previous instanceof EpochState.Held held && held.epoch() > epoch ? previous : acquired);
  }

  /** A recovery found no tables. */
  public void foundEmpty(String persistenceId, long seenEpoch) {
    states.put(persistenceId, new EpochState.Empty(seenEpoch));
  }

  /** A write or a check with this epoch passed; {@code askedAt} as for {@link #acquired}. */
  public void confirmed(String persistenceId, long epoch, long askedAt) {
    updateIfHeld(
        persistenceId,
        epoch,
        held -> held.confirmedAt() - askedAt >= 0 ? held : new EpochState.Held(epoch, askedAt));
  }

  /** PostgreSQL refused this epoch. */
  public void revoked(String persistenceId, long epoch) {
    updateIfHeld(persistenceId, epoch, held -> new EpochState.Lost());
  }

  /** The first write of a guild that was empty found that another process wrote before. */
  public void lost(String persistenceId, EpochState.Empty empty) {
    states.replace(persistenceId, empty, new EpochState.Lost());
  }

  private void updateIfHeld(
      String persistenceId, long epoch, Function<EpochState.Held, EpochState> update) {
    states.computeIfPresent(
        persistenceId,
        (id, state) ->
            state instanceof EpochState.Held held && held.epoch() == epoch
                ? update.apply(held)
                : state);
  }
}
