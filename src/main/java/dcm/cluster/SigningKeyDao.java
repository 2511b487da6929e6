package dcm.cluster;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * The table {@code dcm.signing_key}: what nodes share of their signing keys. Rows are added and
 * read, never changed: the program's login may do no more.
 */
public final class SigningKeyDao {
  private static final String SELECT_VALID =
      """
      select kid, created_at, not_after, public_jwk::text, encode(encrypted_private, 'base64')
      from dcm.signing_key
      where not_after > now()
      order by created_at, kid
      """;

  private static final String INSERT =
      """
      insert into dcm.signing_key (kid, created_at, not_after, public_jwk, encrypted_private)
      values (?, ?, ?, ?::jsonb, decode(?, 'base64'))
      on conflict (kid) do nothing
      """;

  private final DataSource dataSource;
  private final Executor executor;

  /**
   * @param blocking where SQL may wait
   */
  public SigningKeyDao(DataSource dataSource, Executor executor) {
    this.dataSource = dataSource;
    this.executor = executor;
  }

  /**
   * @param encryptedPrivate Base64, one line
   */
  public record KeyRow(
      String kid, Instant createdAt, Instant notAfter, String publicJwk, String encryptedPrivate) {}

  /** Those that have not ended, oldest first. */
  public CompletionStage<List<KeyRow>> findValid() {
    return BlockingSql.runOn(executor, this::select);
  }

  /** False when there is one with that kid already. */
  public CompletionStage<Boolean> insert(KeyRow row) {
    return BlockingSql.runOn(executor, () -> insertRow(row));
  }

  private List<KeyRow> select() throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(SELECT_VALID);
        var results = statement.executeQuery()) {
      var rows = new ArrayList<KeyRow>();
      while (results.next()) {
        rows.add(
            new KeyRow(
                results.getString(1),
                instant(results, 2),
                instant(results, 3),
                results.getString(4),
                // PostgreSQL breaks lines at 76 characters
                results.getString(5).replace("\n", "")));
      }
      return rows;
    }
  }

  private boolean insertRow(KeyRow row) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, row.kid());
      statement.setObject(2, row.createdAt().atOffset(ZoneOffset.UTC));
      statement.setObject(3, row.notAfter().atOffset(ZoneOffset.UTC));
      statement.setString(4, row.publicJwk());
      statement.setString(5, row.encryptedPrivate());
      var inserted = statement.executeUpdate() == 1;
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return inserted;
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
