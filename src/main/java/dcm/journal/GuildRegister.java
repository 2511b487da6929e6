package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Which guilds there are, and how their schemas stand. */
final class GuildRegister {
  private static final String LISTED =
      """
      select s.guild_id, g.name, s.schema_name, s.version,
             exists (select from pg_inherits where inhrelid = journal.oid),
             journal.oid is not null,
             (select coalesce(sum(pg_total_relation_size(t.oid)), 0)
                from pg_class t join pg_namespace n on n.oid = t.relnamespace
               where n.nspname = s.schema_name and t.relkind = 'r')
        from dcm.guild_schemas s
        left join dcm.guilds g on g.discord_id = s.guild_id
       cross join lateral (select to_regclass(s.schema_name || '.event_journal') as oid) journal
       order by s.guild_id
      """;

  // those that somebody brought back from a dump are on no list yet
  private static final String ALL =
      """
      select guild_id from dcm.guild_schemas
       union
      select substring(nspname from 7)::bigint from pg_namespace
       where nspname ~ '^guild_[1-9][0-9]{0,18}$'
         and substring(nspname from 7)::numeric < 9223372036854775808
         and obj_description(oid, 'pg_namespace') like 'dcm guild schema version %'
       order by 1
      """;

  private static final String ATTACHED =
      "select exists (select from pg_inherits where inhrelid = to_regclass(?))";

  private GuildRegister() {}

  static boolean isAttached(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(ATTACHED)) {
      select.setString(1, schema + ".event_journal");
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /** Asks each journal for its last number by itself: locks do not add up. */
  static List<GuildEntry> entries(Connection connection) throws SQLException {
    var entries = new ArrayList<GuildEntry>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(LISTED)) {
      while (rows.next()) {
        var guild = rows.getLong(1);
        var revision = rows.getBoolean(6) ? revision(connection, guild) : null;
        entries.add(
            new GuildEntry(
                guild,
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getBoolean(5),
                revision,
                rows.getLong(7)));
      }
    }
    return entries;
  }

  private static Long revision(Connection connection, long guild) throws SQLException {
    return EventRows.highest(connection, new SchemaName(guild), GuildPersistenceId.of(guild));
  }

  static List<Long> all(Connection connection) throws SQLException {
    var guilds = new ArrayList<Long>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(ALL)) {
      while (rows.next()) {
        guilds.add(rows.getLong(1));
      }
    }
    return guilds;
  }
}
