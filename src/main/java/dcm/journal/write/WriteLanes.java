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
 * Where events are written. A guild belongs to the lane of its place in the tree: a connection then
 * remembers the tables of its own guilds only, and a statement opens few of the tables in between.
 */
public final class WriteLanes {
  /** Longer than a quick transaction of somebody else; whom it is too short for goes apart. */
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

  /** For whoever is going to write; a process that only looks needs no lanes. */
  public void start() {
    lanes.forEach(WriteLane::start);
  }

  /** Whether every lane takes writes. */
  public boolean areRunning() {
    return lanes.stream().allMatch(WriteLane::isRunning);
  }

  JournalMetrics metrics() {
    return metrics;
  }

  /** How many writes wait for a lane. */
  public int waiting() {
    return lanes.stream().mapToInt(WriteLane::waiting).sum();
  }

  /** How many guilds are not written together with others at the moment. */
  public int isolatedGuilds() {
    return isolatedWriter.isolatedGuilds();
  }

  /**
   * Writes what {@link Recovery#writeWithEpoch} gave an epoch for.
   *
   * @param router the guild's place in the tree; null: none, its table is written by itself
   */
  public CompletionStage<@Nullable Void> write(PendingWrite write, @Nullable Integer partition) {
    if (partition == null || isolatedWriter.isIsolated(write.schema())) {
      isolatedWriter.write(write);
    } else {
      lanes.get(partition % lanes.size()).add(write);
    }
    return write.completion();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A commit under way is worth waiting for: nothing takes longer than {@code patience}. */
  public void close(Duration timeout) {
    lanes.forEach(lane -> lane.drain(timeout));
    failureIsolator.drain(timeout);
    isolatedWriter.close(timeout);
    pool.close();
  }
}
