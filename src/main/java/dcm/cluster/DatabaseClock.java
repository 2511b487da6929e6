package dcm.cluster;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock that all nodes share: the database's time, extrapolated between two comparisons by this
 * machine's monotonic clock. See docs/adr/0026. Reading it does not block.
 */
public final class DatabaseClock extends Clock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

  /**
   * The number of samples, of which the one with the shortest round trip is used; the first may
   * include connecting.
   */
  private static final int SAMPLES = 3;

  private static final String SELECT_NOW =
      """
      select clock_timestamp(),
             coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'a local socket')
      """;

  private final ClusterDatabase database;
  private final ClusterSettings.ClockLimits limits;
  private final InstantSource local;
  private final LongSupplier nanoTime;
  private final Gauge gauge;
  private volatile Reading reading;

  /**
   * A comparison of the clocks.
   *
   * @param nanos the monotonic clock at the database's {@code time}
   */
  private record Reading(Instant time, long nanos, ClockOffset offset) {}

  private DatabaseClock(
      ClusterDatabase database,
      ClusterSettings.ClockLimits limits,
      InstantSource local,
      LongSupplier nanoTime)
      throws SQLException {
    this.database = database;
    this.limits = limits;
    this.local = local;
    this.nanoTime = nanoTime;
    this.reading = read();
    this.gauge =
        Gauge.builder("dcm.clock.offset", () -> reading.offset().seconds())
            .baseUnit("seconds")
            .register(Metrics.globalRegistry);
  }

  /**
   * Opens the clock with a first comparison. Blocks.
   *
   * @throws IOException with a sentence for the operator when this machine's clock differs too
   *     much, or the database is unavailable
   */
  public static DatabaseClock open(ClusterDatabase database, ClusterSettings settings)
      throws IOException {
    return open(database, settings, InstantSource.system());
  }

  static DatabaseClock open(ClusterDatabase database, ClusterSettings settings, InstantSource local)
      throws IOException {
    DatabaseClock clock;
    try {
      clock = new DatabaseClock(database, settings.clockLimits(), local, System::nanoTime);
    } catch (SQLException failed) {
      throw new IOException("Cannot read the database's clock: " + failed.getMessage(), failed);
    }
    var offset = clock.reading.offset();
    if (offset.isAtLeast(settings.clockLimits().refuseFrom())) {
      clock.close();
      throw new IOException(
          "%s. The limit is %d s: synchronize the clock (NTP) and start the node again"
              .formatted(offset.describe(), settings.clockLimits().refuseFrom().toSeconds()));
    }
    clock.warn(offset);
    return clock;
  }

  /**
   * Compares again and uses the result. Blocks.
   *
   * @return whether this machine's clock differs too much for the node to continue
   */
  boolean compare() throws SQLException {
    var now = read();
    reading = now;
    warn(now.offset());
    return now.offset().isAtLeast(limits.refuseFrom());
  }

  String describeOffset() {
    return reading.offset().describe();
  }

  private void warn(ClockOffset offset) {
    if (offset.isAtLeast(limits.warnFrom())) {
      LOG.warn(
          "{}; at {} s the node stops. Synchronize the clock (NTP)",
          offset.describe(),
          limits.refuseFrom().toSeconds());
    }
  }

  private Reading read() throws SQLException {
    try (var connection = database.connect()) {
      var best = sample(connection);
      for (var asked = 1; asked < SAMPLES; asked++) {
        var other = sample(connection);
        if (other.offset().roundTrip().compareTo(best.offset().roundTrip()) < 0) {
          best = other;
        }
      }
      return best;
    }
  }

  private Reading sample(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(SELECT_NOW)) {
      var asked = nanoTime.getAsLong();
      var localTime = local.instant();
      try (var row = statement.executeQuery()) {
        var roundTrip = Duration.ofNanos(nanoTime.getAsLong() - asked);
        row.next();
        var databaseTime = row.getObject(1, OffsetDateTime.class).toInstant();
        var half = roundTrip.dividedBy(2);
        var offset =
            new ClockOffset(
                Duration.between(localTime.plus(half), databaseTime), roundTrip, row.getString(2));
        return new Reading(databaseTime, asked + half.toNanos(), offset);
      }
    }
  }

  @Override
  public Instant instant() {
    var last = reading;
    return last.time().plusNanos(nanoTime.getAsLong() - last.nanos());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    // local times are computed in the guild, in the guild's zone
    throw new UnsupportedOperationException("the database clock supports UTC only");
  }

  @Override
  public void close() {
    Metrics.globalRegistry.remove(gauge);
  }
}
