package dcm.entity;

import dcm.guild.value.GuildId;
import dcm.journal.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;

/** Another session that locks a table of a guild, so that the guild's writes to it wait. */
final class GuildLock implements AutoCloseable {
  private final Connection connection;

  GuildLock(TestDatabase database, GuildId guild, String table) throws SQLException {
    connection = database.connect();
    connection.setAutoCommit(false);
    execute("lock table guild_%s.%s in access exclusive mode".formatted(guild, table));
  }

  void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void release() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
