package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where events are written. A guild belongs to the lane of its place in the tree: a connection then
 * remembers the tables of its own guilds only, and a statement opens few of the tables in between.
 */
final class WriteLanes {
  /** Longer than a quick transaction of somebody else; whom it is too short for goes apart. */
  private static final Duration LOCK = Duration.ofMillis(25);

  private static final Duration STATEMENT = Duration.ofSeconds(1);

  private final HikariDataSource pool;
  private final List<WriteLane> lanes;
  private final Apart apart;
  private final Sieve sieve;
  private final JournalCounts counts = new JournalCounts();

  WriteLanes(DatabaseSettings settings, Breakers breakers) {
    apart = new Apart(settings, breakers, counts);
    pool =
        ConnectionPool.open(
            settings,
            "dcm-write",
            settings.writers() + 1,
            shorter(LOCK, settings.lockTimeout()),
            shorter(STATEMENT, settings.statementTimeout()));
    var locks = new LockBudget(settings.writers() + 1);
    var writer = new GroupWriter(pool, locks, apart, breakers.outage(), counts);
    sieve = new Sieve(writer, apart, settings.queue());
    lanes =
        IntStream.range(0, settings.writers())
            .mapToObj(i ->
                new WriteLane(
                    "dcm-write-" + (i + 1),
                    settings.queue(),
                    settings.queueBytes() / settings.writers(),
                    writer,
                    () -> writer.meet(i, settings.writers()),
                    sieve::add))
            .toList();
  }

  /** For whoever is going to write; a process that only looks needs no lanes. */
  void start() {
    lanes.forEach(WriteLane::start);
  }

  /** Whether every lane takes writes. */
  boolean areAtWork() {
    return lanes.stream().allMatch(WriteLane::isAtWork);
  }

  JournalCounts counts() {
    return counts;
  }

  /** How many writes wait for a lane. */
  int waiting() {
    return lanes.stream().mapToInt(WriteLane::waiting).sum();
  }

  /** How many guilds are not written together with others at the moment. */
  int apart() {
    return apart.staying();
  }

  /**
   * Writes what {@link Recovery#writing} gave an epoch for.
   *
   * @param router the guild's place in the tree; null: none, its table is written by itself
   */
  CompletionStage<@Nullable Void> write(PendingWrite write, @Nullable Integer router) {
    if (router == null || apart.stays(write.schema())) {
      apart.write(write);
    } else {
      lanes.get(router % lanes.size()).add(write);
    }
    return write.done();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A commit under way is worth waiting for: nothing takes longer than {@code patience}. */
  void close(Duration patience) {
    lanes.forEach(lane -> lane.drain(patience));
    sieve.drain(patience);
    apart.close(patience);
    pool.close();
  }
}
