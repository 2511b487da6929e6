package dcm.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/**
 * The table {@code dcm.cluster_node}, and the founder's row in {@code dcm.lease}. Every call
 * blocks. Ages are computed by the database's clock only.
 */
final class NodeDao {
  private static final String HEARTBEAT =
      """
      update dcm.cluster_node
      set heartbeat_at = clock_timestamp(), cluster = case when ? > 0 then ? else cluster end
      where address = ? and incarnation = ?
      """;

  private static final String SELECT_ALL =
      """
      select address, incarnation, cluster, secret_fingerprint, heartbeat_at,
             heartbeat_at > clock_timestamp() - make_interval(secs => ?)
      from dcm.cluster_node
      order by address
      """;

  private static final String SELECT_CLUSTER =
      "select fencing_token from dcm.lease where name = 'founder'";

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

  private static final String LIVE_MEMBER_EXISTS =
      """
      select exists (
        select from dcm.cluster_node
        where cluster = ? and address <> ?
          and heartbeat_at > clock_timestamp() - make_interval(secs => ?))
      """;

  private static final String UPDATE_FOUNDER =
      """
      update dcm.lease
      set owner = ?, fencing_token = ?, acquired_at = clock_timestamp(), renewed_at = clock_timestamp()
      where name = 'founder'
      """;

  private static final String REMOVE =
      "delete from dcm.cluster_node where address = ? and incarnation = ?";

  private static final String SWEEP =
      """
      delete from dcm.cluster_node
      where heartbeat_at < clock_timestamp() - make_interval(secs => ?) and address <> all (?)
      """;

  private final DataSource dataSource;

  NodeDao(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Writes the heartbeat of this node and reads the table.
   *
   * @param cluster the cluster of this node; 0 leaves the row's value unchanged
   */
  JoinDecider.NodeTableSnapshot heartbeatAndRead(
      JoinDecider.SelfNode self, long cluster, Duration heartbeatTimeout) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      var registered = heartbeat(connection, self, cluster);
      // read after the heartbeat: a cluster that was founded before it is seen
      var latest = latestCluster(connection, SELECT_CLUSTER);
      return new JoinDecider.NodeTableSnapshot(
          registered, latest, all(connection, heartbeatTimeout));
    }
  }

  /**
   * Inserts the row of the address, or replaces the row of the given incarnation.
   *
   * @return false when another process was faster
   */
  boolean register(JoinDecider.SelfNode self, long replacedIncarnation) throws SQLException {
    try (var connection = dataSource.getConnection();
        var register = connection.prepareStatement(REGISTER)) {
      register.setString(1, self.address());
      register.setLong(2, self.incarnation());
      register.setArray(3, connection.createArrayOf("text", self.roleNames().toArray()));
      register.setString(4, self.version());
      register.setString(5, self.secretFingerprint());
      register.setLong(6, replacedIncarnation);
      return register.executeUpdate() == 1;
    }
  }

  /**
   * Founds a cluster with this node as its first member, in one transaction. Concurrent founders
   * are serialized by a lock on the row of the lease, and look for live members only while they
   * hold it.
   *
   * @return the new cluster's number; 0 when a live cluster exists, or this node's row was deleted
   */
  long foundCluster(JoinDecider.SelfNode self, Duration heartbeatTimeout) throws SQLException {
    try (var connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        var previousCluster = latestCluster(connection, SELECT_CLUSTER + " for update");
        // 0 is no cluster: nodes with it wait for the first one, as this node does
        if (previousCluster > 0
            && hasLiveMember(connection, self, previousCluster, heartbeatTimeout)) {
          connection.rollback();
          return 0;
        }
        updateFounder(connection, self, previousCluster + 1);
        var entered = heartbeat(connection, self, previousCluster + 1);
        if (!entered) {
          connection.rollback();
          return 0;
        }
        connection.commit();
        return previousCluster + 1;
      } catch (SQLException failed) {
        connection.rollback();
        throw failed;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  void remove(String address, long incarnation) throws SQLException {
    try (var connection = dataSource.getConnection();
        var remove = connection.prepareStatement(REMOVE)) {
      remove.setString(1, address);
      remove.setLong(2, incarnation);
      remove.executeUpdate();
    }
  }

  /** Deletes rows of nodes that died before they became members of the cluster. */
  int sweep(Collection<String> members, Duration age) throws SQLException {
    try (var connection = dataSource.getConnection();
        var sweep = connection.prepareStatement(SWEEP)) {
      sweep.setDouble(1, seconds(age));
      sweep.setArray(2, connection.createArrayOf("text", members.toArray()));
      return sweep.executeUpdate();
    }
  }

  private static boolean heartbeat(Connection connection, JoinDecider.SelfNode self, long cluster)
      throws SQLException {
    try (var heartbeat = connection.prepareStatement(HEARTBEAT)) {
      heartbeat.setLong(1, cluster);
      heartbeat.setLong(2, cluster);
      heartbeat.setString(3, self.address());
      heartbeat.setLong(4, self.incarnation());
      return heartbeat.executeUpdate() == 1;
    }
  }

  private static long latestCluster(Connection connection, String query) throws SQLException {
    try (var latest = connection.prepareStatement(query);
        var row = latest.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static List<NodeRow> all(Connection connection, Duration heartbeatTimeout)
      throws SQLException {
    try (var all = connection.prepareStatement(SELECT_ALL)) {
      all.setDouble(1, seconds(heartbeatTimeout));
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

  private static boolean hasLiveMember(
      Connection connection, JoinDecider.SelfNode self, long cluster, Duration heartbeatTimeout)
      throws SQLException {
    try (var statement = connection.prepareStatement(LIVE_MEMBER_EXISTS)) {
      statement.setLong(1, cluster);
      statement.setString(2, self.address());
      statement.setDouble(3, seconds(heartbeatTimeout));
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private static void updateFounder(Connection connection, JoinDecider.SelfNode self, long cluster)
      throws SQLException {
    try (PreparedStatement found = connection.prepareStatement(UPDATE_FOUNDER)) {
      found.setString(1, self.address());
      found.setLong(2, cluster);
      found.executeUpdate();
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }

  /**
   * A row of {@code dcm.cluster_node}.
   *
   * @param cluster number of its cluster; 0: none yet
   * @param heartbeat time of the last heartbeat, by the database's clock
   * @param secretFingerprint identifies its secret; empty: not reported
   * @param alive whether the heartbeat is within the timeout, by the same clock
   */
  record NodeRow(
      String address,
      long incarnation,
      long cluster,
      String secretFingerprint,
      Instant heartbeat,
      boolean alive) {
    /** Whether both fingerprints are known and differ. */
    boolean hasDifferentSecret(String fingerprint) {
      return !secretFingerprint.isEmpty()
          && !fingerprint.isEmpty()
          && !secretFingerprint.equals(fingerprint);
    }
  }
}
