package dcm.cluster;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Leases as rows of {@code dcm.lease}. Every call blocks. */
final class LeaseDao {
  private static final String ACQUIRE =
      """
      insert into dcm.lease as lease (name, owner, acquired_at, renewed_at)
      values (?, ?, clock_timestamp(), clock_timestamp())
      on conflict (name) do update
      set owner = excluded.owner, fencing_token = lease.fencing_token + 1,
          acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at
      where lease.owner = excluded.owner
         or lease.renewed_at < clock_timestamp() - make_interval(secs => ?)
      """;

  private static final String RENEW =
      "update dcm.lease set renewed_at = clock_timestamp() where name = ? and owner = ?";

  private static final String RELEASE = "delete from dcm.lease where name = ? and owner = ?";

  private final DataSource dataSource;

  LeaseDao(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param timeout how long a lease lasts without renewal, by the database's clock
   * @return false when another owner holds it
   */
  boolean acquire(String name, String owner, Duration timeout) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(ACQUIRE)) {
      statement.setString(1, name);
      statement.setString(2, owner);
      statement.setDouble(3, timeout.toMillis() / 1_000.0);
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * @return false when this owner no longer holds it
   */
  boolean renew(String name, String owner) throws SQLException {
    return updatesOneRow(RENEW, name, owner);
  }

  /**
   * @return false when this owner did not hold it
   */
  boolean release(String name, String owner) throws SQLException {
    return updatesOneRow(RELEASE, name, owner);
  }

  private boolean updatesOneRow(String sql, String name, String owner) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setString(2, owner);
      return statement.executeUpdate() == 1;
    }
  }
}
