package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes for one guild in a transaction of its own, straight into its own table. Here nobody waits
 * for it but others that are apart; therefore it gets all the patience that is configured. It stays
 * apart until it succeeds quickly, and rests when it fails again and again.
 */
final class Apart {
  private static final int THREADS = 2;

  /** Slower than this would be felt by the others of a group. */
  private static final Duration QUICK = Duration.ofMillis(250);

  private final HikariDataSource pool;
  private final Workers workers;
  private final Breakers breakers;
  private final Set<SchemaName> staying = ConcurrentHashMap.newKeySet();

  Apart(DatabaseSettings settings, Breakers breakers) {
    pool = ConnectionPool.open(settings, "dcm-write-apart", THREADS);
    workers = new Workers("dcm-write-apart", THREADS, settings.queue(), pool);
    this.breakers = breakers;
  }

  boolean stays(SchemaName schema) {
    return staying.contains(schema);
  }

  void write(PendingWrite write) {
    var schema = write.schema();
    staying.add(schema);
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
            write.failed(ScalaFutures.reasonOf(failed));
          } else {
            if (took < QUICK.toNanos()) {
              staying.remove(schema);
            }
            write.succeeded();
          }
        });
  }

  void close(Duration patience) {
    workers.drain(patience);
    pool.close();
  }
}
