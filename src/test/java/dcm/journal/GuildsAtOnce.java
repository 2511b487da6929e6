package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Tables of many guilds in one transaction, for whoever wants thousands of them. */
public final class GuildsAtOnce {
  private GuildsAtOnce() {}

  /**
   * @param owner a connection of the tables' owner, not in auto-commit mode
   */
  public static void build(Connection owner, Login program, long... guilds) throws SQLException {
    var tables = new GuildTables(program);
    for (var guild : guilds) {
      tables.build(owner, new SchemaName(guild), GuildPersistenceId.of(guild));
    }
    owner.commit();
  }
}
