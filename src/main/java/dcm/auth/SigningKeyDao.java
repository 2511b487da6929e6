package dcm.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.sql.DataSource;

/**
 * The table {@code dcm.signing_key}. Rows are inserted and read, never updated: the program's login
 * has no other privilege.
 */
public final class SigningKeyDao implements SigningKeyStore {
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
   * @param executor runs the SQL, which blocks
   */
  public SigningKeyDao(DataSource dataSource, Executor executor) {
    this.dataSource = dataSource;
    this.executor = executor;
  }

  @Override
  public CompletionStage<List<StoredKey>> findValid() {
    return runOnExecutor(this::select);
  }

  @Override
  public CompletionStage<Boolean> insert(StoredKey key) {
    return runOnExecutor(() -> insertRow(key));
  }

  /** Fails, instead of throwing, when the executor's queue is full: {@code supplyAsync} throws. */
  private <T> CompletionStage<T> runOnExecutor(Callable<T> sql) {
    return CompletableFuture.completedFuture(sql)
        .thenApplyAsync(
            call -> {
              try {
                return call.call();
              } catch (Exception failed) {
                throw new CompletionException(failed);
              }
            },
            executor);
  }

  private List<StoredKey> select() throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(SELECT_VALID);
        var results = statement.executeQuery()) {
      var keys = new ArrayList<StoredKey>();
      while (results.next()) {
        keys.add(
            new StoredKey(
                results.getString(1),
                instant(results, 2),
                instant(results, 3),
                results.getString(4),
                // PostgreSQL breaks lines at 76 characters
                results.getString(5).replace("\n", "")));
      }
      return keys;
    }
  }

  private boolean insertRow(StoredKey key) throws SQLException {
    try (var connection = dataSource.getConnection();
        var statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, key.kid());
      statement.setObject(2, key.createdAt().atOffset(ZoneOffset.UTC));
      statement.setObject(3, key.notAfter().atOffset(ZoneOffset.UTC));
      statement.setString(4, key.publicJwk());
      statement.setString(5, key.encryptedPrivate());
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
