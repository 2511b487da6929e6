package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes for one guild in a transaction of its own, straight into its own table. Here nobody waits
 * for it but others that are apart; therefore it gets all the patience that is configured.
 *
 * <p>Whoever fails or is slow here stays until it succeeds quickly. Whoever broke a group comes
 * back then, too; but when it breaks another one, after a second, then after two, at most after a
 * minute: there are guilds that can be written alone and not with others, for example when their
 * table was taken off the tree by hand.
 */
final class Apart {
  private static final int THREADS = 2;

  /** Slower than this would be felt by the others of a group. */
  private static final Duration QUICK = Duration.ofMillis(250);

  private static final Duration LONGEST_STAY = Duration.ofMinutes(1);

  private final HikariDataSource pool;
  private final Workers workers;
  private final Breakers breakers;
  private final JournalCounts counts;
  private final ConcurrentMap<SchemaName, Stay> staying = new ConcurrentHashMap<>();

  /**
   * Why a guild is here. A guild writes one thing after the other, so that nobody else changes this
   * meanwhile.
   *
   * @param broke how many groups it broke since it last was in one that went well
   * @param ill whether it failed or was slow by itself, or was not tried yet
   * @param until {@link System#nanoTime} before which it does not come back when it is well
   */
  private record Stay(int broke, boolean ill, long until) {
    static final Stay NONE = new Stay(0, false, 0);

    boolean lasts() {
      return ill || (broke > 0 && until - System.nanoTime() > 0);
    }

    Stay failedAlone() {
      return new Stay(broke, true, until);
    }

    Stay brokeOneMore() {
      return new Stay(broke + 1, true, until);
    }

    /** Null: nothing is held against it. */
    @Nullable Stay wellAlone() {
      if (broke == 0) {
        return null;
      }
      var doubled = Duration.ofMillis(500L << Math.min(broke - 1, 7));
      var rest =
          broke == 1 ? Duration.ZERO : doubled.compareTo(LONGEST_STAY) < 0 ? doubled : LONGEST_STAY;
      return new Stay(broke, false, ill ? System.nanoTime() + rest.toNanos() : until);
    }
  }

  Apart(DatabaseSettings settings, Breakers breakers, JournalCounts counts) {
    pool = ConnectionPool.open(settings, "dcm-write-apart", THREADS);
    workers = new Workers("dcm-write-apart", THREADS, settings.queue(), pool);
    this.breakers = breakers;
    this.counts = counts;
  }

  /** Whether this guild's next write belongs here. */
  boolean stays(SchemaName schema) {
    var stay = staying.get(schema);
    return stay != null && stay.lasts();
  }

  /** For who broke a group. */
  void broke(PendingWrite write) {
    staying.merge(write.schema(), Stay.NONE.brokeOneMore(), (stay, _) -> stay.brokeOneMore());
    write(write);
  }

  /** These shared a transaction, and it was committed. */
  void wentWell(List<PendingWrite> group) {
    if (!staying.isEmpty()) {
      group.forEach(write -> staying.remove(write.schema()));
    }
  }

  void write(PendingWrite write) {
    var schema = write.schema();
    counts.triedApart();
    breakers
        .guarding(
            schema,
            () ->
                workers.transaction(connection -> {
                  var began = System.nanoTime();
                  write.batch().write(connection, schema, write.epoch());
                  return System.nanoTime() - began;
                }))
        .whenComplete((took, failed) -> {
          if (failed != null) {
            if (Breakers.isItsOwn(failed)) {
              staying.merge(schema, Stay.NONE.failedAlone(), (stay, _) -> stay.failedAlone());
            }
            write.failed(ScalaFutures.reasonOf(failed));
          } else {
            if (took < QUICK.toNanos()) {
              staying.computeIfPresent(schema, (_, stay) -> stay.wellAlone());
            } else {
              staying.merge(schema, Stay.NONE.failedAlone(), (stay, _) -> stay.failedAlone());
            }
            write.succeeded();
          }
        });
  }

  /** How many guilds are not written together with others at the moment. */
  int staying() {
    return (int) staying.values().stream().filter(Stay::lasts).count();
  }

  void close(Duration patience) {
    workers.drain(patience);
    pool.close();
  }
}
