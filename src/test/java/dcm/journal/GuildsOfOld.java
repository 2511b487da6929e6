package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;

/** Guilds as the first version left them, for whoever wants thousands that are to be migrated. */
public final class GuildsOfOld {
  private GuildsOfOld() {}

  /**
   * @param owner a connection of the tables' owner, not in auto-commit mode
   */
  public static void build(Connection owner, Login program, long... guilds) throws SQLException {
    var tables = new GuildTables(program);
    try (var list =
        owner.prepareStatement(
            "insert into dcm.guild_schemas (guild_id, schema_name, version) values (?, ?, 1)")) {
      for (var guild : guilds) {
        var schema = new SchemaName(guild);
        tables.run(owner, schema, GuildTables.NONE, 1);
        list.setLong(1, guild);
        list.setString(2, schema.toString());
        list.execute();
      }
    }
    owner.commit();
  }

  /** What the command does, without a system around it; how many failed. */
  public static long migrate(DatabaseSettings settings, int connections) {
    var upkeep = new Upkeep(settings);
    return upkeep.migrate(upkeep.all(), connections).stream()
        .filter(Upkeep.Outcome.Failed.class::isInstance)
        .count();
  }
}
