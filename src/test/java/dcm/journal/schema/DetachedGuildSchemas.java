package dcm.journal.schema;

import dcm.journal.jdbc.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;

/** Creates guild schemas that are not attached to their partitions. */
public final class DetachedGuildSchemas {
  private DetachedGuildSchemas() {}

  /**
   * @param owner a connection of the tables' owner, not in auto-commit mode
   */
  public static void build(Connection owner, DatabaseSettings.Credentials program, long... guilds)
      throws SQLException {
    var tables = new GuildTables(program);
    try (var insert =
        owner.prepareStatement(
            "insert into dcm.guild_schemas (guild_id, schema_name, version) values (?, ?, ?)")) {
      for (var guild : guilds) {
        var schema = new SchemaName(guild);
        tables.runScripts(owner, schema, GuildTables.NO_VERSION, GuildTables.LATEST_VERSION);
        insert.setLong(1, guild);
        insert.setString(2, schema.toString());
        insert.setInt(3, GuildTables.LATEST_VERSION);
        insert.execute();
      }
    }
    owner.commit();
  }

  /** Runs the migration command without an actor system; returns the number of failures. */
  public static long migrate(DatabaseSettings settings, int connections) {
    var administration = new SchemaAdministration(settings);
    return administration.migrate(administration.guildIds(), connections).stream()
        .filter(SchemaAdministration.MigrationResult.Failed.class::isInstance)
        .count();
  }
}
