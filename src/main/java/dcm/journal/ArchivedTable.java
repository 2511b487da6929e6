package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that holds something of a guild, as the database has it.
 *
 * @param schema of the table
 * @param name of the table
 * @param key the column that says whose a row is, in tables that guilds share; null in a guild's
 *     own
 * @param columns that are not computed
 */
record ArchivedTable(String schema, String name, @Nullable String key, List<String> columns) {
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

  /** All of a guild: those in its schema, then the two that it shares. */
  static List<ArchivedTable> of(Connection connection, SchemaName schema) throws SQLException {
    var tables = in(connection, schema.toString());
    for (var shared : in(connection, "dcm")) {
      switch (shared.name()) {
        case "guilds" -> tables.add(shared.keyed("discord_id"));
        case "guild_wakeup" -> tables.add(shared.keyed("guild_id"));
        default -> {}
      }
    }
    return tables;
  }

  private static List<ArchivedTable> in(Connection connection, String schema) throws SQLException {
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

  private ArchivedTable keyed(String column) {
    return new ArchivedTable(schema, name, column, columns);
  }

  boolean isShared() {
    return key != null;
  }

  /** As the manifest calls it. */
  String archivedAs() {
    return isShared() ? schema + "." + name : name;
  }

  /** Its whole name as SQL has it; only names that the catalogue gave get here. */
  String quoted() {
    return quoted(schema) + "." + quoted(name);
  }

  String copyOut(SchemaName guild) {
    return isShared()
        ? "copy (select %s from %s where %s = %d) to stdout"
            .formatted(list(columns), quoted(), quoted(key), guild.snowflake())
        : "copy %s (%s) to stdout".formatted(quoted(), list(columns));
  }

  /** For columns of its own in another order, or fewer of them. */
  String copyIn(List<String> given) {
    return "copy %s (%s) from stdin".formatted(quoted(), list(given));
  }

  String empty(SchemaName guild) {
    return isShared()
        ? "delete from %s where %s = %d".formatted(quoted(), quoted(key), guild.snowflake())
        : "truncate " + quoted();
  }

  private static String list(List<String> names) {
    return names.stream().map(ArchivedTable::quoted).collect(Collectors.joining(", "));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
