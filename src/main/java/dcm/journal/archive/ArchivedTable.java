package dcm.journal.archive;

import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of the database with data of a guild.
 *
 * @param schema the table's schema
 * @param name the table's name
 * @param guildColumn the column with the guild's id in a shared table; null in a guild's own table
 * @param columns all columns that are not generated
 */
record ArchivedTable(
    String schema, String name, @Nullable String guildColumn, List<String> columns) {
  private static final String TABLES =
      """
      select t.relname, array_agg(a.attname::text order by a.attnum)
        from pg_class t
        join pg_namespace n on n.oid = t.relnamespace
        join pg_attribute a on a.attrelid = t.oid
       where n.nspname = ? and t.relkind = 'r'
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       group by t.relname
       order by t.relname
      """;

  /** All tables of a guild: those in its schema, then the two shared ones. */
  static List<ArchivedTable> of(Connection connection, SchemaName schema) throws SQLException {
    var tables = inSchema(connection, schema.toString());
    for (var sharedTable : inSchema(connection, "dcm")) {
      switch (sharedTable.name()) {
        case "guilds" -> tables.add(sharedTable.withGuildColumn("discord_id"));
        case "guild_wakeup" -> tables.add(sharedTable.withGuildColumn("guild_id"));
        default -> {}
      }
    }
    return tables;
  }

  private static List<ArchivedTable> inSchema(Connection connection, String schema)
      throws SQLException {
    var tables = new ArrayList<ArchivedTable>();
    try (var select = connection.prepareStatement(TABLES)) {
      select.setString(1, schema);
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          var columns = (String[]) rows.getArray(2).getArray();
          tables.add(new ArchivedTable(schema, rows.getString(1), null, Arrays.asList(columns)));
        }
      }
    }
    return tables;
  }

  private ArchivedTable withGuildColumn(String column) {
    return new ArchivedTable(schema, name, column, columns);
  }

  boolean isShared() {
    return guildColumn != null;
  }

  /** Its name in the manifest. */
  String archiveName() {
    return isShared() ? schema + "." + name : name;
  }

  /** Its qualified name, quoted; all names come from the catalogue. */
  String quoted() {
    return quoted(schema) + "." + quoted(name);
  }

  String copyOutStatement(SchemaName guild) {
    return isShared()
        ? "copy (select %s from %s where %s = %d) to stdout"
            .formatted(columnList(columns), quoted(), quoted(guildColumn), guild.snowflake())
        : "copy %s (%s) to stdout".formatted(quoted(), columnList(columns));
  }

  /**
   * The statement that copies an archive's data in.
   *
   * @param archivedColumns a subset of its columns, in any order
   */
  String copyInStatement(List<String> archivedColumns) {
    return "copy %s (%s) from stdin".formatted(quoted(), columnList(archivedColumns));
  }

  String deleteStatement(SchemaName guild) {
    return isShared()
        ? "delete from %s where %s = %d".formatted(quoted(), quoted(guildColumn), guild.snowflake())
        : "truncate " + quoted();
  }

  private static String columnList(List<String> names) {
    return names.stream().map(ArchivedTable::quoted).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
