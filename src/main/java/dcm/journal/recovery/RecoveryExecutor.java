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
 * Threads and connections of recoveries. Guilds that are queued together are taken over together
 * ({@link RecoveryLane}); if that fails, one by one. The lanes use short timeouts, because waiting
 * for one guild's lock delays all others. Work that times out is repeated by a slow thread with the
 * configured timeouts; such a guild then goes to the slow thread directly until it succeeds. A
 * guild that keeps failing opens its circuit breaker ({@link GuildCircuitBreakers}).
 *
 * <p>{@code pekko.persistence.max-concurrent-recoveries} bounds the queues: a recovery has one
 * request at a time.
 */
public final class RecoveryExecutor {
  /** Longer than a commit, and not noticeable for users. */
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

  /** Acquires a guild's epoch and reads its history, together with other queued guilds. */
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

  /** Runs the work on a connection in auto-commit mode. */
  <T> CompletionStage<T> execute(SchemaName schema, SqlWork<T> work) {
    return guarded(schema, () -> lane(schema).execute(work), work);
  }

  /** Runs the work in one transaction; completes when it is committed. */
  <T> CompletionStage<T> transaction(SchemaName schema, SqlWork<T> work) {
    return execute(schema, connection -> JdbcExecutor.inTransaction(connection, work));
  }

  private RecoveryLane lane(SchemaName schema) {
    // the lower 22 bits of a snowflake are not evenly distributed
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

  /** Whether every lane accepts work. */
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
