package dcm.cluster;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Rows of {@code dcm.lease} that somebody holds for a while. Every call blocks. */
final class LeaseRows {
  private static final String TAKE =
      """
      insert into dcm.lease as lease (name, owner, acquired_at, renewed_at)
      values (?, ?, clock_timestamp(), clock_timestamp())
      on conflict (name) do update
      set owner = excluded.owner, fence = lease.fence + 1,
          acquired_at = excluded.acquired_at, renewed_at = excluded.renewed_at
      where lease.owner = excluded.owner
         or lease.renewed_at < clock_timestamp() - make_interval(secs => ?)
      """;

  private static final String RENEW =
      "update dcm.lease set renewed_at = clock_timestamp() where name = ? and owner = ?";

  private static final String RELEASE = "delete from dcm.lease where name = ? and owner = ?";

  private final DataSource database;

  LeaseRows(DataSource database) {
    this.database = database;
  }

  /**
   * @param life how long a lease lasts that nobody renews, by the database's clock
   * @return false when somebody else holds it
   */
  boolean take(String name, String owner, Duration life) throws SQLException {
    try (var connection = database.getConnection();
        var take = connection.prepareStatement(TAKE)) {
      take.setString(1, name);
      take.setString(2, owner);
      take.setDouble(3, life.toMillis() / 1_000.0);
      return take.executeUpdate() == 1;
    }
  }

  /**
   * @return false when it is not ours any more
   */
  boolean renew(String name, String owner) throws SQLException {
    return changed(RENEW, name, owner);
  }

  /**
   * @return false when it was not ours
   */
  boolean release(String name, String owner) throws SQLException {
    return changed(RELEASE, name, owner);
  }

  private boolean changed(String sql, String name, String owner) throws SQLException {
    try (var connection = database.getConnection();
        var statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setString(2, owner);
      return statement.executeUpdate() == 1;
    }
  }
}
