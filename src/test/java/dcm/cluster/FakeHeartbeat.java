package dcm.cluster;

import dcm.journal.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A row in the table of nodes with a heartbeat but without a node. */
record FakeHeartbeat(String address, Connection connection, ScheduledExecutorService clock)
    implements AutoCloseable {
  static FakeHeartbeat at(TestDatabase database, String address) {
    try {
      var connection = database.connect();
      try (var row =
          connection.prepareStatement(
              "insert into dcm.cluster_node (address, incarnation, version) values (?, 7, '1')")) {
        row.setString(1, address);
        row.executeUpdate();
      }
      var heartbeat =
          new FakeHeartbeat(address, connection, Executors.newSingleThreadScheduledExecutor());
      var _ = heartbeat.clock.scheduleAtFixedRate(heartbeat::beat, 0, 100, TimeUnit.MILLISECONDS);
      return heartbeat;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void beat() {
    try (var statement =
        connection.prepareStatement(
            "update dcm.cluster_node set heartbeat_at = clock_timestamp() where address = ?")) {
      statement.setString(1, address);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
