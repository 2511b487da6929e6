package dcm.journal.schema;

import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;

/** Creates the tables of many guilds in one transaction. */
public final class BulkGuildSchemas {
  private BulkGuildSchemas() {}

  /**
   * @param owner a connection of the tables' owner, not in auto-commit mode
   */
  public static void build(Connection owner, DatabaseSettings.Credentials program, long... guilds)
      throws SQLException {
    var tables = new GuildTables(program);
    for (var guild : guilds) {
      tables.build(owner, new SchemaName(guild), GuildPersistenceId.of(guild));
    }
    owner.commit();
  }
}
