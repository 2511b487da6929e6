package dcm.journal;

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
final class Epochs {
  private static final Standing UNKNOWN = new Standing.Unknown();

  private final ConcurrentMap<String, Standing> standings = new ConcurrentHashMap<>();

  Standing of(String persistenceId) {
    return standings.getOrDefault(persistenceId, UNKNOWN);
  }

  /**
   * A recovery, or the first write, has counted one up.
   *
   * @param askedAt {@link System#nanoTime} before PostgreSQL was asked
   */
  void taken(String persistenceId, long epoch, long askedAt) {
    standings.merge(
        persistenceId,
        new Standing.Held(epoch, askedAt),
        (before, taken) ->
            before instanceof Standing.Held held && held.epoch() > epoch ? before : taken);
  }

  /** A recovery found no tables. */
  void empty(String persistenceId, long seen) {
    standings.put(persistenceId, new Standing.Empty(seen));
  }

  /** A write or a check with this epoch passed; {@code askedAt} as for {@link #taken}. */
  void confirmed(String persistenceId, long epoch, long askedAt) {
    whileHeld(
        persistenceId,
        epoch,
        held -> held.confirmedAt() - askedAt >= 0 ? held : new Standing.Held(epoch, askedAt));
  }

  /** PostgreSQL refused this epoch. */
  void fenced(String persistenceId, long epoch) {
    whileHeld(persistenceId, epoch, held -> new Standing.Lost());
  }

  /** The first write of a guild that was empty found that another process wrote before. */
  void lost(String persistenceId, Standing.Empty empty) {
    standings.replace(persistenceId, empty, new Standing.Lost());
  }

  private void whileHeld(String persistenceId, long epoch, Function<Standing.Held, Standing> next) {
    standings.computeIfPresent(
        persistenceId,
        (id, standing) ->
            standing instanceof Standing.Held held && held.epoch() == epoch
                ? next.apply(held)
                : standing);
  }
}
