package dcm.journal.recovery;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.ScalaFutures;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.SqlFailures;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.RecoveryDao.TakeoverRequest;
import dcm.journal.schema.SchemaName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The threads and connections of recoveries. Guilds that come together are taken over together
 * ({@link RecoveryLane}); when that fails, each by itself. Most have no patience: to wait long for
 * one guild's lock would be to let all others wait. What they give up is done again by one that
 * waits as long as a lock may take; and a guild that was given up once goes there at once, until
 * that has succeeded. One that fails there, too, rests after some tries ({@link
 * GuildCircuitBreakers}).
 *
 * <p>How much waits here at most is said by {@code pekko.persistence.max-concurrent-recoveries}: a
 * recovery asks for one thing at a time.
 */
public final class RecoveryExecutor {
  /** Longer than a commit takes, shorter than anybody notices. */
  private static final Duration FAST_LOCK_TIMEOUT = Duration.ofMillis(50);

  private static final Duration FAST_STATEMENT_TIMEOUT = Duration.ofSeconds(1);

  private final ReplayLimits limits;
  private final HikariDataSource fastPool;
  private final HikariDataSource slowPool;
  private final List<RecoveryLane> lanes;
  private final JdbcExecutor slowExecutor;
  private final GuildCircuitBreakers breakers = new GuildCircuitBreakers("recover");
  private final Set<SchemaName> slowGuilds = ConcurrentHashMap.newKeySet();

  public RecoveryExecutor(DatabaseSettings settings, ReplayLimits limits) {
    this.limits = limits;
    var size = settings.recoveryThreads();
    fastPool =
        ConnectionPool.open(
            settings,
            "dcm-recover",
            size,
            min(FAST_LOCK_TIMEOUT, settings.lockTimeout()),
            min(FAST_STATEMENT_TIMEOUT, settings.statementTimeout()));
    slowPool = ConnectionPool.open(settings, "dcm-recover-slow", 1);
    lanes =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                i -> new RecoveryLane("dcm-recover-" + i, fastPool, limits, settings.queueSize()))
            .toList();
    slowExecutor = new JdbcExecutor("dcm-recover-slow", 1, settings.queueSize(), slowPool);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Takes a guild over, with others that want the same. */
  CompletionStage<RecoveryDao.TakeoverResult> takeOver(TakeoverRequest request) {
    SqlWork<RecoveryDao.TakeoverResult> single =
        connection -> RecoveryDao.takeOver(connection, List.of(request), limits).getFirst();
    var schema = request.schema();
    return guarded(
        schema,
        () ->
            lane(schema)
                .takeOver(request)
                .exceptionallyCompose(failed ->
                    ScalaFutures.unwrap(failed) instanceof RecoveryLane.GroupTakeoverFailedException
                        ? lane(schema).execute(single)
                        : CompletableFuture.failedFuture(failed)),
        single);
  }

  /** With a connection in auto-commit mode: what is sent in one go is one transaction. */
  <T> CompletionStage<T> execute(SchemaName schema, SqlWork<T> work) {
    return guarded(schema, () -> lane(schema).execute(work), work);
  }

  /** All or nothing; an answer means that it is on disk. */
  <T> CompletionStage<T> transaction(SchemaName schema, SqlWork<T> work) {
    return execute(schema, connection -> JdbcExecutor.inTransaction(connection, work));
  }

  private RecoveryLane lane(SchemaName schema) {
    // the lower bits of a snowflake count from zero each millisecond
    return lanes.get((int) ((schema.snowflake() >>> 22) % lanes.size()));
  }

  private <T> CompletionStage<T> guarded(
      SchemaName schema, Supplier<? extends CompletionStage<T>> fastAttempt, SqlWork<T> slowWork) {
    return breakers.call(
        schema,
        () ->
            slowGuilds.contains(schema)
                ? executeSlowly(schema, slowWork)
                : fastAttempt
                    .get()
                    .exceptionallyCompose(failed ->
                        SqlFailures.isTimeout(failed)
                            ? executeSlowly(schema, slowWork)
                            : CompletableFuture.failedFuture(failed)));
  }

  private <T> CompletionStage<T> executeSlowly(SchemaName schema, SqlWork<T> work) {
    slowGuilds.add(schema);
    return slowExecutor
        .read(work)
        .whenComplete((done, failed) -> {
          if (failed == null || !SqlFailures.isTimeout(failed)) {
            slowGuilds.remove(schema);
          }
        });
  }

  /** Whether every lane takes work. */
  public boolean areRunning() {
    return lanes.stream().allMatch(RecoveryLane::isRunning);
  }

  public GuildCircuitBreakers breakers() {
    return breakers;
  }

  public void close(Duration timeout) {
    lanes.forEach(lane -> lane.drain(timeout));
    slowExecutor.drain(timeout);
    fastPool.close();
    slowPool.close();
  }
}
