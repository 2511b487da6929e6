package dcm.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The table {@code dcm.cluster_node}, and the founder's row in {@code dcm.lease}. Every call
 * blocks. Ages are compared by the database's clock alone.
 */
final class NodeRows {
  private static final String HEARTBEAT =
      """
      update dcm.cluster_node
      set heartbeat_at = clock_timestamp(), cluster = case when ? > 0 then ? else cluster end
      where address = ? and incarnation = ?
      """;

  private static final String ALL =
      """
      select address, incarnation, cluster, secret_fingerprint, heartbeat_at,
             heartbeat_at > clock_timestamp() - make_interval(secs => ?)
      from dcm.cluster_node
      order by address
      """;

  private static final String FOUNDED = "select fence from dcm.lease where name = 'founder'";

  private static final String REGISTER =
      """
      insert into dcm.cluster_node as node
        (address, incarnation, roles, version, secret_fingerprint, cluster, registered_at,
         heartbeat_at)
      values (?, ?, ?, ?, ?, 0, clock_timestamp(), clock_timestamp())
      on conflict (address) do update
      set incarnation = excluded.incarnation, roles = excluded.roles, version = excluded.version,
          secret_fingerprint = excluded.secret_fingerprint, cluster = 0,
          registered_at = excluded.registered_at, heartbeat_at = excluded.heartbeat_at
      where node.incarnation = ?
      """;

  private static final String SOMEBODY =
      """
      select exists (
        select from dcm.cluster_node
        where cluster = ? and address <> ?
          and heartbeat_at > clock_timestamp() - make_interval(secs => ?))
      """;

  private static final String FOUND =
      """
      update dcm.lease
      set owner = ?, fence = ?, acquired_at = clock_timestamp(), renewed_at = clock_timestamp()
      where name = 'founder'
      """;

  private static final String REMOVE =
      "delete from dcm.cluster_node where address = ? and incarnation = ?";

  private static final String SWEEP =
      """
      delete from dcm.cluster_node
      where heartbeat_at < clock_timestamp() - make_interval(secs => ?) and address <> all (?)
      """;

  private final DataSource database;

  NodeRows(DataSource database) {
    this.database = database;
  }

  /**
   * Leaves a heartbeat and looks round.
   *
   * @param cluster the cluster that we belong to; 0 leaves what the row says
   */
  Sight look(Self self, long cluster, Duration aliveWithin) throws SQLException {
    try (var connection = database.getConnection()) {
      var registered = heartbeat(connection, self, cluster);
      // read after our own heartbeat: a cluster founded before it is seen
      var founded = founded(connection, FOUNDED);
      return new Sight(registered, founded, all(connection, aliveWithin));
    }
  }

  /**
   * Takes the address's row, which nobody must have or the incarnation that is to be replaced.
   *
   * @return false when somebody was faster
   */
  boolean register(Self self, long replaced) throws SQLException {
    try (var connection = database.getConnection();
        var register = connection.prepareStatement(REGISTER)) {
      register.setString(1, self.address());
      register.setLong(2, self.incarnation());
      register.setArray(3, connection.createArrayOf("text", self.roleWords().toArray()));
      register.setString(4, self.version());
      register.setString(5, self.secretFingerprint());
      register.setLong(6, replaced);
      return register.executeUpdate() == 1;
    }
  }

  /**
   * Founds a cluster and enters ourselves as its first member, in one transaction. Founders wait
   * for each other at the lease's row, and look for living members only when it is theirs.
   *
   * @return the new cluster's number; 0 when there is a cluster that lives, or our row is gone
   */
  long found(Self self, Duration aliveWithin) throws SQLException {
    try (var connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var before = founded(connection, FOUNDED + " for update");
        // 0 is no cluster: who has it waits for the first one, as we do
        if (before > 0 && somebodyLives(connection, self, before, aliveWithin)) {
          connection.rollback();
          return 0;
        }
        enter(connection, self, before + 1);
        var entered = heartbeat(connection, self, before + 1);
        if (!entered) {
          connection.rollback();
          return 0;
        }
        connection.commit();
        return before + 1;
      } catch (SQLException failed) {
        connection.rollback();
        throw failed;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  void remove(String address, long incarnation) throws SQLException {
    try (var connection = database.getConnection();
        var remove = connection.prepareStatement(REMOVE)) {
      remove.setString(1, address);
      remove.setLong(2, incarnation);
      remove.executeUpdate();
    }
  }

  /** Removes rows of nodes that died before they were members of the cluster that lives. */
  int sweep(Collection<String> members, Duration age) throws SQLException {
    try (var connection = database.getConnection();
        var sweep = connection.prepareStatement(SWEEP)) {
      sweep.setDouble(1, seconds(age));
      sweep.setArray(2, connection.createArrayOf("text", members.toArray()));
      return sweep.executeUpdate();
    }
  }

  private static boolean heartbeat(Connection connection, Self self, long cluster)
      throws SQLException {
    try (var heartbeat = connection.prepareStatement(HEARTBEAT)) {
      heartbeat.setLong(1, cluster);
      heartbeat.setLong(2, cluster);
      heartbeat.setString(3, self.address());
      heartbeat.setLong(4, self.incarnation());
      return heartbeat.executeUpdate() == 1;
    }
  }

  private static long founded(Connection connection, String query) throws SQLException {
    try (var founded = connection.prepareStatement(query);
        var row = founded.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<NodeRow> all(Connection connection, Duration aliveWithin)
      throws SQLException {
    try (var all = connection.prepareStatement(ALL)) {
      all.setDouble(1, seconds(aliveWithin));
      var rows = new ArrayList<NodeRow>();
      try (var found = all.executeQuery()) {
        while (found.next()) {
          rows.add(
              new NodeRow(
                  found.getString(1),
                  found.getLong(2),
                  found.getLong(3),
                  found.getString(4),
                  found.getObject(5, OffsetDateTime.class).toInstant(),
                  found.getBoolean(6)));
        }
      }
      return rows;
    }
  }

  private static boolean somebodyLives(
      Connection connection, Self self, long cluster, Duration aliveWithin) throws SQLException {
    try (var somebody = connection.prepareStatement(SOMEBODY)) {
      somebody.setLong(1, cluster);
      somebody.setString(2, self.address());
      somebody.setDouble(3, seconds(aliveWithin));
      try (var row = somebody.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static void enter(Connection connection, Self self, long cluster) throws SQLException {
    try (PreparedStatement found = connection.prepareStatement(FOUND)) {
      found.setString(1, self.address());
      found.setLong(2, cluster);
      found.executeUpdate();
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
