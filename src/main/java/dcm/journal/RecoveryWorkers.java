package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.RecoveryRows.Wish;
import java.sql.SQLException;
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
 * that has succeeded. One that fails there, too, rests after some tries ({@link Breakers}).
 *
 * <p>How much waits here at most is said by {@code pekko.persistence.max-concurrent-recoveries}: a
 * recovery asks for one thing at a time.
 */
final class RecoveryWorkers {
  /** Longer than a commit takes, shorter than anybody notices. */
  private static final Duration LOCK = Duration.ofMillis(50);

  private static final Duration STATEMENT = Duration.ofSeconds(1);

  private final Portions portions;
  private final HikariDataSource hastyPool;
  private final HikariDataSource patientPool;
  private final List<RecoveryLane> hasty;
  private final Workers patient;
  private final Breakers breakers = new Breakers("recovering");
  private final Set<SchemaName> slow = ConcurrentHashMap.newKeySet();

  RecoveryWorkers(DatabaseSettings settings, Portions portions) {
    this.portions = portions;
    var size = settings.recoverers();
    hastyPool =
        ConnectionPool.open(
            settings,
            "dcm-recover",
            size,
            shorter(LOCK, settings.lockTimeout()),
            shorter(STATEMENT, settings.statementTimeout()));
    patientPool = ConnectionPool.open(settings, "dcm-recover-slow", 1);
    hasty =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                i -> new RecoveryLane("dcm-recover-" + i, hastyPool, portions, settings.queue()))
            .toList();
    patient = new Workers("dcm-recover-slow", 1, settings.queue(), patientPool);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Takes a guild over, with others that want the same. */
  CompletionStage<Found> takeOver(Wish wish) {
    SqlWork<Found> alone =
        connection -> RecoveryRows.takeOver(connection, List.of(wish), portions).getFirst();
    var schema = wish.schema();
    return guarded(
        schema,
        () ->
            lane(schema)
                .takeOver(wish)
                .exceptionallyCompose(failed ->
                    ScalaFutures.reasonOf(failed) instanceof RecoveryLane.Together
                        ? lane(schema).alone(alone)
                        : CompletableFuture.failedFuture(failed)),
        alone);
  }

  /** With a connection in auto-commit mode: what is sent in one go is one transaction. */
  <T> CompletionStage<T> atOnce(SchemaName schema, SqlWork<T> work) {
    return guarded(schema, () -> lane(schema).alone(work), work);
  }

  /** All or nothing; an answer means that it is on disk. */
  <T> CompletionStage<T> transaction(SchemaName schema, SqlWork<T> work) {
    return atOnce(schema, connection -> Workers.inTransaction(connection, work));
  }

  private RecoveryLane lane(SchemaName schema) {
    // the lower bits of a snowflake count from zero each millisecond
    return hasty.get((int) ((schema.snowflake() >>> 22) % hasty.size()));
  }

  private <T> CompletionStage<T> guarded(
      SchemaName schema, Supplier<? extends CompletionStage<T>> hastily, SqlWork<T> patiently) {
    return breakers.guarding(
        schema,
        () ->
            slow.contains(schema)
                ? patiently(schema, patiently)
                : hastily
                    .get()
                    .exceptionallyCompose(failed ->
                        isLossOfPatience(failed)
                            ? patiently(schema, patiently)
                            : CompletableFuture.failedFuture(failed)));
  }

  private <T> CompletionStage<T> patiently(SchemaName schema, SqlWork<T> work) {
    slow.add(schema);
    return patient
        .read(work)
        .whenComplete((done, failed) -> {
          if (failed == null || !isLossOfPatience(failed)) {
            slow.remove(schema);
          }
        });
  }

  /** PostgreSQL undid it for one of the two timeouts. */
  private static boolean isLossOfPatience(Throwable failed) {
    return ScalaFutures.reasonOf(failed) instanceof SQLException sql
        && ("55P03".equals(sql.getSQLState()) || "57014".equals(sql.getSQLState()));
  }

  /** Whether every lane takes work. */
  boolean areAtWork() {
    return hasty.stream().allMatch(RecoveryLane::isAtWork);
  }

  Breakers breakers() {
    return breakers;
  }

  void close(Duration patience) {
    hasty.forEach(lane -> lane.drain(patience));
    patient.drain(patience);
    hastyPool.close();
    patientPool.close();
  }
}
