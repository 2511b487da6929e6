package dcm.journal.write;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.JournalMetrics;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.recovery.Recovery;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The write lanes. A guild belongs to the lane of its partition: each connection then caches the
 * tables of its own guilds only, and a statement opens few intermediate partitions.
 */
public final class WriteLanes {
  /** Longer than a short transaction of another session; guilds that exceed it are isolated. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMillis(25);

  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final List<WriteLane> lanes;
  private final IsolatedWriter isolatedWriter;
  private final GroupFailureIsolator failureIsolator;
  private final JournalMetrics metrics;

  public WriteLanes(
      DatabaseSettings settings, GuildCircuitBreakers breakers, JournalMetrics metrics) {
    this.metrics = metrics;
    isolatedWriter = new IsolatedWriter(settings, breakers, metrics);
    pool =
        ConnectionPool.open(
            settings,
            "dcm-write",
            settings.writeThreads() + 1,
            min(LOCK_TIMEOUT, settings.lockTimeout()),
            min(STATEMENT_TIMEOUT, settings.statementTimeout()));
    var lockBudget = new LockBudget(settings.writeThreads() + 1);
    var writer =
        new GroupWriter(pool, lockBudget, isolatedWriter, breakers.serverBreaker(), metrics);
    failureIsolator = new GroupFailureIsolator(writer, isolatedWriter, settings.queueSize());
    lanes =
        IntStream.range(0, settings.writeThreads())
            .mapToObj(i ->
                new WriteLane(
                    "dcm-write-" + (i + 1),
                    settings.queueSize(),
                    settings.maxQueueBytes() / settings.writeThreads(),
                    writer,
                    () -> writer.warmUp(i, settings.writeThreads()),
                    failureIsolator::submit))
            .toList();
  }

  /** Starts the threads; a process that only reads does not call it. */
  public void start() {
    lanes.forEach(WriteLane::start);
  }

  /** Whether every lane accepts writes. */
  public boolean areRunning() {
    return lanes.stream().allMatch(WriteLane::isRunning);
  }

  JournalMetrics metrics() {
    return metrics;
  }

  /** Number of writes queued for the lanes. */
  public int waiting() {
    return lanes.stream().mapToInt(WriteLane::waiting).sum();
  }

  /** Number of guilds that are written in transactions of their own at the moment. */
  public int isolatedGuilds() {
    return isolatedWriter.isolatedGuilds();
  }

  /**
   * Writes with the epoch from {@link Recovery#writeWithEpoch}. A guild whose table is detached
   * from its partition is written in a transaction of its own.
   */
  public CompletionStage<@Nullable Void> write(PendingWrite write) {
    var partition = write.guild().partition();
    if (partition == null || isolatedWriter.isIsolated(write.guild())) {
      isolatedWriter.write(write);
    } else {
      lanes.get(partition % lanes.size()).add(write);
    }
    return write.completion();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Waits at most {@code timeout} for the writes in progress, then interrupts them. */
  public void close(Duration timeout) {
    lanes.forEach(lane -> lane.drain(timeout));
    failureIsolator.drain(timeout);
    isolatedWriter.close(timeout);
    pool.close();
  }
}
