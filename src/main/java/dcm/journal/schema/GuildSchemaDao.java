package dcm.journal.schema;

import dcm.journal.GuildPersistenceId;
import dcm.journal.write.EventDao;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Queries on all guild schemas. */
final class GuildSchemaDao {
  // one catalogue scan for all guilds instead of one per guild
  private static final String SCHEMAS =
      """
      select s.guild_id, g.name, s.schema_name, s.version,
             coalesce(t.attached, false), coalesce(t.present, false), coalesce(t.bytes, 0)
        from dcm.guild_schemas s
        left join dcm.guilds g on g.discord_id = s.guild_id
        left join pg_namespace n on n.nspname = s.schema_name
        left join (
               select c.relnamespace,
                      bool_or(c.relname = 'event_journal' and c.relispartition) as attached,
                      bool_or(c.relname = 'event_journal') as present,
                      sum(${bytes}) as bytes
                 from pg_class c
                 left join pg_class toast on toast.oid = c.reltoastrelid
                where c.relkind in ('r', 'i')
                group by c.relnamespace) t on t.relnamespace = n.oid
       order by s.guild_id
      """;

  // values of the last vacuum or analyze: opens no file
  private static final String ESTIMATED_BYTES =
      "greatest(c.relpages + coalesce(toast.relpages, 0), 0)"
          + " * current_setting('block_size')::bigint";

  // opens every file of every guild; indexes are counted with their tables
  private static final String EXACT_BYTES =
      "case c.relkind when 'r' then pg_total_relation_size(c.oid) else 0 end";

  // schemas restored from a dump are not registered yet
  private static final String GUILD_IDS =
      """
      select guild_id from dcm.guild_schemas
       union
      select substring(nspname from 7)::bigint from pg_namespace
       where nspname ~ '^guild_[1-9][0-9]{0,18}$'
         and substring(nspname from 7)::numeric < 9223372036854775808
         and obj_description(oid, 'pg_namespace') like 'dcm guild schema version %'
       order by 1
      """;

  private static final String IS_ATTACHED =
      "select exists (select from pg_inherits where inhrelid = to_regclass(?))";

  private GuildSchemaDao() {}

  static boolean isAttached(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(IS_ATTACHED)) {
      select.setString(1, schema + ".event_journal");
      try (var rows = select.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    }
  }

  /** All schemas, without revisions; sizes are estimated. */
  static List<SchemaAdministration.GuildSchemaInfo> entries(Connection connection)
      throws SQLException {
    return entries(connection, false);
  }

  /**
   * All schemas with revisions and exact sizes. Queries each journal separately, so that locks do
   * not accumulate.
   */
  static List<SchemaAdministration.GuildSchemaInfo> measuredEntries(Connection connection)
      throws SQLException {
    return entries(connection, true);
  }

  private static List<SchemaAdministration.GuildSchemaInfo> entries(
      Connection connection, boolean exact) throws SQLException {
    var entries = new ArrayList<SchemaAdministration.GuildSchemaInfo>();
    try (var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                SCHEMAS.replace("${bytes}", exact ? EXACT_BYTES : ESTIMATED_BYTES))) {
      while (rows.next()) {
        var guild = rows.getLong(1);
        var present = rows.getBoolean(6);
        entries.add(
            new SchemaAdministration.GuildSchemaInfo(
                guild,
                rows.getString(2),
                rows.getString(3),
                rows.getInt(4),
                rows.getBoolean(5),
                present,
                exact && present ? revision(connection, guild) : null,
                rows.getLong(7)));
      }
    }
    return entries;
  }

  private static Long revision(Connection connection, long guild) throws SQLException {
    return EventDao.highestSequenceNr(
        connection, new SchemaName(guild), GuildPersistenceId.of(guild));
  }

  static List<Long> guildIds(Connection connection) throws SQLException {
    var guilds = new ArrayList<Long>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(GUILD_IDS)) {
      while (rows.next()) {
        guilds.add(rows.getLong(1));
      }
    }
    return guilds;
  }
}
