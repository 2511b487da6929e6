package dcm.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one guild, made and brought up to date by whoever owns them, always in the
 * transaction of the caller. What a version may do is said in docs/adr/0012.
 */
final class GuildTables {
  /** All versions, in order; never change one that was released, add the next. */
  private static final List<String> VERSIONS =
      List.of("V1__guild.sql", "V2__journal.sql", "V3__processed_command.sql");

  /** What the program's login may do with the newest version. */
  private static final String RIGHTS = "rights.sql";

  static final int NEWEST = VERSIONS.size();

  /** Before the first version. */
  static final int NONE = 0;

  private static final String LISTED =
      "select version, router from dcm.guild_schemas where guild_id = ?";

  // held until the transaction ends: two nodes may meet the same new guild at once
  private static final String LOCK = "select pg_advisory_xact_lock(7355, hashint8(?))";

  // whoever dumps the schema by itself takes this along, and not our list of schemas
  private static final String MARK =
      "comment on schema ${guild} is 'dcm guild schema version ${version}'";

  private static final String LIST =
      """
      insert into dcm.guild_schemas (guild_id, schema_name, version, router)
      values (?, ?, ?, dcm.attach(?, ?))
      on conflict (guild_id) do update set version = excluded.version, router = excluded.router
      """;

  // what the schema says of itself is truer than the list: it may have come back from a dump
  private static final String FOUND =
      """
      select schema.oid is not null,
             coalesce(
               substring(obj_description(schema.oid, 'pg_namespace')
                         from '^dcm guild schema version ([0-9]{1,9})$')::integer,
               listed.version),
             listed.router
        from (select ?::text as name, ?::bigint as guild) wanted
        left join pg_namespace schema on schema.nspname = wanted.name
        left join dcm.guild_schemas listed on listed.guild_id = wanted.guild
      """;

  private final String program;

  GuildTables(Login program) {
    this.program = program.quoted();
  }

  /**
   * What {@code dcm.guild_schemas} says of a guild.
   *
   * @param version {@link #NONE} when it says nothing
   * @param router the table of the tree on which its journal hangs; null: on none
   */
  record Listed(int version, @Nullable Integer router) {}

  static Listed listed(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(LISTED)) {
      select.setLong(1, schema.snowflake());
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? new Listed(rows.getInt(1), rows.getObject(2, Integer.class))
            : new Listed(NONE, null);
      }
    }
  }

  /**
   * How a guild's tables really stand, also when they came back from a dump. {@link #NONE} when
   * nothing is there and nothing is listed.
   */
  static Listed found(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(FOUND)) {
      select.setString(1, schema.toString());
      select.setLong(2, schema.snowflake());
      try (var rows = select.executeQuery()) {
        rows.next();
        var there = rows.getBoolean(1);
        var version = rows.getObject(2, Integer.class);
        if (there && version == null) {
          throw new SQLException("there is such a schema, but nothing says that it is ours");
        }
        if (!there && version != null) {
          throw new SQLException("it is listed, but it is not there", "3F000");
        }
        return new Listed(version == null ? NONE : version, rows.getObject(3, Integer.class));
      }
    }
  }

  /** Whoever else would build this guild's tables waits until the transaction ends. */
  static void lock(Connection connection, SchemaName schema) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setLong(1, schema.snowflake());
      lock.execute();
    }
  }

  /** Sees to it that the guild has tables of the newest version; cheap when it has. */
  Listed build(Connection connection, SchemaName schema, String persistenceId) throws SQLException {
    var before = listed(connection, schema);
    if (before.version() == NEWEST) {
      return before;
    }
    lock(connection, schema);
    return upgrade(connection, schema, persistenceId, listed(connection, schema).version());
  }

  /**
   * Brings tables that are of version {@code from} up to the newest one, attaches them and gives
   * the program its rights. The caller holds the {@link #lock}.
   */
  Listed upgrade(Connection connection, SchemaName schema, String persistenceId, int from)
      throws SQLException {
    upgradeApart(connection, schema, from);
    list(connection, schema, persistenceId);
    return listed(connection, schema);
  }

  /** The same without attaching, which keeps others from the same branch until the commit. */
  void upgradeApart(Connection connection, SchemaName schema, int from) throws SQLException {
    if (from > NEWEST) {
      throw new SQLException(
          "its tables are of version %d, and this program knows only %d; start a newer one"
              .formatted(from, NEWEST));
    }
    run(connection, schema, from, NEWEST);
    execute(connection, schema, script(RIGHTS));
  }

  /** The versions after {@code from} up to {@code to} itself, and nothing else. */
  void run(Connection connection, SchemaName schema, int from, int to) throws SQLException {
    for (var next : VERSIONS.subList(from, to)) {
      execute(connection, schema, script(next));
    }
    execute(connection, schema, MARK.replace("${version}", Integer.toString(to)));
  }

  private void execute(Connection connection, SchemaName schema, String script)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(schema.in(script).replace("${program}", program));
    }
  }

  /** Attaches tables of the newest version and says so in {@code dcm.guild_schemas}. */
  static void list(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    try (var insert = connection.prepareStatement(LIST)) {
      insert.setLong(1, schema.snowflake());
      insert.setString(2, schema.toString());
      insert.setInt(3, NEWEST);
      insert.setLong(4, schema.snowflake());
      insert.setString(5, persistenceId);
      insert.executeUpdate();
    }
  }

  private static String script(String name) {
    try (var script = GuildTables.class.getResourceAsStream("/db/guild/" + name)) {
      if (script == null) {
        throw new IllegalStateException("Not in the program: db/guild/" + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
