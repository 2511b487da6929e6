package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The threads and connections of recoveries. Most have no patience: to wait long for one guild's
 * lock would be to let all others wait. What they give up is done again by one that waits as long
 * as a lock may take; and a guild that was given up once goes there at once, until that has
 * succeeded. One that fails there, too, rests after some tries ({@link Breakers}).
 *
 * <p>How much waits here at most is said by {@code pekko.persistence.max-concurrent-recoveries}: a
 * recovery asks for one thing at a time.
 */
final class RecoveryWorkers {
  /** Longer than a commit takes, shorter than anybody notices. */
  private static final Duration LOCK = Duration.ofMillis(50);

  private static final Duration STATEMENT = Duration.ofSeconds(1);

  private final HikariDataSource hastyPool;
  private final HikariDataSource patientPool;
  private final Workers hasty;
  private final Workers patient;
  private final Breakers breakers = new Breakers("recovering");
  private final Set<SchemaName> slow = ConcurrentHashMap.newKeySet();

  RecoveryWorkers(DatabaseSettings settings) {
    var size = settings.recoverers();
    hastyPool =
        ConnectionPool.open(
            settings,
            "dcm-recover",
            size,
            shorter(LOCK, settings.lockTimeout()),
            shorter(STATEMENT, settings.statementTimeout()));
    patientPool = ConnectionPool.open(settings, "dcm-recover-slow", 1);
    hasty = new Workers("dcm-recover", size, settings.queue(), hastyPool);
    patient = new Workers("dcm-recover-slow", 1, settings.queue(), patientPool);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A query that touches no guild's tables, and so says nothing of how any of them is. */
  <T> CompletionStage<T> look(SqlWork<T> work) {
    return hasty.read(work);
  }

  /** With a connection in auto-commit mode: what is sent in one go is one transaction. */
  <T> CompletionStage<T> atOnce(SchemaName schema, SqlWork<T> work) {
    return guarded(schema, workers -> workers.read(work));
  }

  /** As {@link Workers#transaction}. */
  <T> CompletionStage<T> transaction(SchemaName schema, SqlWork<T> work) {
    return guarded(schema, workers -> workers.transaction(work));
  }

  private <T> CompletionStage<T> guarded(
      SchemaName schema, Function<Workers, CompletionStage<T>> work) {
    return breakers.guarding(schema, () -> run(schema, work));
  }

  private <T> CompletionStage<T> run(
      SchemaName schema, Function<Workers, CompletionStage<T>> work) {
    return slow.contains(schema)
        ? patiently(schema, work)
        : work.apply(hasty)
            .exceptionallyCompose(failed ->
                isLossOfPatience(failed)
                    ? patiently(schema, work)
                    : CompletableFuture.failedFuture(failed));
  }

  private <T> CompletionStage<T> patiently(
      SchemaName schema, Function<Workers, CompletionStage<T>> work) {
    slow.add(schema);
    return work.apply(patient)
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

  Breakers breakers() {
    return breakers;
  }

  void close(Duration patience) {
    hasty.drain(patience);
    patient.drain(patience);
    hastyPool.close();
    patientPool.close();
  }
}
