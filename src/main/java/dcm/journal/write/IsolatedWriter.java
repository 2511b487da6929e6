package dcm.journal.write;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.JournalMetrics;
import dcm.journal.ScalaFutures;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.JdbcExecutor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes one guild per transaction, directly into the guild's own table. It runs with the full
 * configured timeouts, because it delays only other isolated guilds.
 *
 * <p>A guild that fails or is slow here stays until a write succeeds within 250 ms. A guild that
 * broke a group returns then as well; if it breaks another group, it returns after 1 s, then 2 s,
 * at most 60 s ({@link Quarantine}). Some guilds can be written alone but not in a group, for
 * example when their table was detached by hand.
 */
final class IsolatedWriter {
  private static final int THREADS = 2;

  /** A slower write would delay the other guilds of a group noticeably. */
  private static final Duration MAX_FAST_WRITE_TIME = Duration.ofMillis(250);

  private final HikariDataSource pool;
  private final JdbcExecutor executor;
  private final GuildCircuitBreakers breakers;
  private final JournalMetrics metrics;

  /** Guilds with a quarantine, active or not; each context has a copy of its own for reading. */
  private final ConcurrentMap<GuildWriteContext, Quarantine> quarantines =
      new ConcurrentHashMap<>();

  IsolatedWriter(DatabaseSettings settings, GuildCircuitBreakers breakers, JournalMetrics metrics) {
    pool = ConnectionPool.open(settings, "dcm-write-isolated", THREADS);
    executor = new JdbcExecutor("dcm-write-isolated", THREADS, settings.queueSize(), pool);
    this.breakers = breakers;
    this.metrics = metrics;
  }

  /** Whether the guild's next write must not join a group. */
  boolean isIsolated(GuildWriteContext guild) {
    var quarantine = guild.quarantine();
    return quarantine != null && quarantine.isActive();
  }

  /** Writes a guild that broke a group. */
  void isolate(PendingWrite write) {
    update(write.guild(), Quarantine::afterBrokenGroup);
    write(write);
  }

  /** The guilds of a committed group leave quarantine. */
  void groupSucceeded(List<PendingWrite> group) {
    if (!quarantines.isEmpty()) {
      group.forEach(write -> update(write.guild(), _ -> null));
    }
  }

  void write(PendingWrite write) {
    metrics.recordIsolatedWrite();
    breakers
        .call(
            write.schema(),
            () ->
                executor.transaction(connection -> {
                  var startedAt = System.nanoTime();
                  write.batch().write(connection, write.schema(), write.epoch());
                  return System.nanoTime() - startedAt;
                }))
        .whenComplete((elapsedNanos, failed) -> {
          if (failed != null) {
            if (GuildCircuitBreakers.isGuildFailure(failed)) {
              update(write.guild(), Quarantine::afterFailure);
            }
            write.fail(ScalaFutures.unwrap(failed));
          } else {
            update(
                write.guild(),
                elapsedNanos < MAX_FAST_WRITE_TIME.toNanos()
                    ? Quarantine::afterSuccess
                    : Quarantine::afterFailure);
            write.succeed();
          }
        });
  }

  private void update(GuildWriteContext guild, UnaryOperator<@Nullable Quarantine> change) {
    quarantines.compute(
        guild,
        (_, previous) -> {
          var changed = change.apply(previous);
          guild.setQuarantine(changed);
          return changed;
        });
  }

  /** Number of guilds that are written in transactions of their own at the moment. */
  int isolatedGuilds() {
    return (int) quarantines.values().stream().filter(Quarantine::isActive).count();
  }

  void close(Duration timeout) {
    executor.drain(timeout);
    pool.close();
  }
}
