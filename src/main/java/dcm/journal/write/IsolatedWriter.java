package dcm.journal.write;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.JournalMetrics;
import dcm.journal.ScalaFutures;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.ExponentialBackoff;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.schema.SchemaName;
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
final class IsolatedWriter {
  private static final int THREADS = 2;

  /** Slower than this would be felt by the others of a group. */
  private static final Duration MAX_FAST_WRITE_TIME = Duration.ofMillis(250);

  private static final ExponentialBackoff QUARANTINE =
      new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private final HikariDataSource pool;
  private final JdbcExecutor executor;
  private final GuildCircuitBreakers breakers;
  private final JournalMetrics metrics;
  private final ConcurrentMap<SchemaName, Quarantine> isolatedGuilds = new ConcurrentHashMap<>();

  /**
   * Why a guild is here. A guild writes one thing after the other, so that nobody else changes this
   * meanwhile.
   *
   * @param broke how many groups it broke since it last was in one that went well
   * @param ill whether it failed or was slow by itself, or was not tried yet
   * @param until {@link System#nanoTime} before which it does not come back when it is well
   */
  private record Quarantine(int brokenGroups, boolean failing, long endsAtNanos) {
    static final Quarantine NONE = new Quarantine(0, false, 0);

    boolean isActive() {
      return failing || (brokenGroups > 0 && endsAtNanos - System.nanoTime() > 0);
    }

    Quarantine afterFailure() {
      return new Quarantine(brokenGroups, true, endsAtNanos);
    }

    Quarantine afterBrokenGroup() {
      return new Quarantine(brokenGroups + 1, true, endsAtNanos);
    }

    /** Null: nothing is held against it. */
    @Nullable Quarantine afterSuccess() {
      if (brokenGroups == 0) {
        return null;
      }
      var duration = brokenGroups == 1 ? Duration.ZERO : QUARANTINE.delay(brokenGroups - 1);
      return new Quarantine(
          brokenGroups, false, failing ? System.nanoTime() + duration.toNanos() : endsAtNanos);
    }
  }

  IsolatedWriter(DatabaseSettings settings, GuildCircuitBreakers breakers, JournalMetrics metrics) {
    pool = ConnectionPool.open(settings, "dcm-write-isolated", THREADS);
    executor = new JdbcExecutor("dcm-write-isolated", THREADS, settings.queueSize(), pool);
    this.breakers = breakers;
    this.metrics = metrics;
  }

  /** Whether this guild's next write belongs here. */
  boolean isIsolated(SchemaName schema) {
    var quarantine = isolatedGuilds.get(schema);
    return quarantine != null && quarantine.isActive();
  }

  /** For who broke a group. */
  void isolate(PendingWrite write) {
    isolatedGuilds.merge(
        write.schema(),
        Quarantine.NONE.afterBrokenGroup(),
        (quarantine, _) -> quarantine.afterBrokenGroup());
    write(write);
  }

  /** These shared a transaction, and it was committed. */
  void groupSucceeded(List<PendingWrite> group) {
    if (!isolatedGuilds.isEmpty()) {
      group.forEach(write -> isolatedGuilds.remove(write.schema()));
    }
  }

  void write(PendingWrite write) {
    var schema = write.schema();
    metrics.recordIsolatedWrite();
    breakers
        .call(
            schema,
            () ->
                executor.transaction(connection -> {
                  var startedAt = System.nanoTime();
                  write.batch().write(connection, schema, write.epoch());
                  return System.nanoTime() - startedAt;
                }))
        .whenComplete((elapsedNanos, failed) -> {
          if (failed != null) {
            if (GuildCircuitBreakers.isGuildFailure(failed)) {
              isolatedGuilds.merge(
                  schema,
                  Quarantine.NONE.afterFailure(),
                  (quarantine, _) -> quarantine.afterFailure());
            }
            write.fail(ScalaFutures.unwrap(failed));
          } else {
            if (elapsedNanos < MAX_FAST_WRITE_TIME.toNanos()) {
              isolatedGuilds.computeIfPresent(schema, (_, quarantine) -> quarantine.afterSuccess());
            } else {
              isolatedGuilds.merge(
                  schema,
                  Quarantine.NONE.afterFailure(),
                  (quarantine, _) -> quarantine.afterFailure());
            }
            write.succeed();
          }
        });
  }

  /** How many guilds are not written together with others at the moment. */
  int isolatedGuilds() {
    return (int) isolatedGuilds.values().stream().filter(Quarantine::isActive).count();
  }

  void close(Duration timeout) {
    executor.drain(timeout);
    pool.close();
  }
}
