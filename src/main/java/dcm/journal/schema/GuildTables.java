package dcm.journal.schema;

import dcm.journal.jdbc.DatabaseSettings;
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
public final class GuildTables {
  /** All versions, in order; never change one that was released, add the next. */
  private static final List<String> SCRIPTS = List.of("V1__guild.sql");

  /** What the program's login may do with the newest version. */
  private static final String GRANTS_SCRIPT = "grants.sql";

  public static final int LATEST_VERSION = SCRIPTS.size();

  /** Before the first version. */
  public static final int NO_VERSION = 0;

  private static final String SELECT_REGISTRATION =
      "select version, partition_number from dcm.guild_schemas where guild_id = ?";

  // held until the transaction ends: two nodes may meet the same new guild at once
  private static final String LOCK = "select pg_advisory_xact_lock(7355, hashint8(?))";

  // whoever dumps the schema by itself takes this along, and not our list of schemas
  private static final String SET_VERSION_COMMENT =
      "comment on schema ${guild} is 'dcm guild schema version ${version}'";

  private static final String REGISTER =
      """
      insert into dcm.guild_schemas (guild_id, schema_name, version, partition_number)
      values (?, ?, ?, dcm.attach_partition(?, ?))
      on conflict (guild_id) do update set version = excluded.version, partition_number = excluded.partition_number
      """;

  // what the schema says of itself is truer than the list: it may have come back from a dump
  private static final String INSPECT =
      """
      select schema.oid is not null,
             coalesce(
               substring(obj_description(schema.oid, 'pg_namespace')
                         from '^dcm guild schema version ([0-9]{1,9})$')::integer,
               listed.version),
             listed.partition_number
        from (select ?::text as name, ?::bigint as guild) wanted
        left join pg_namespace schema on schema.nspname = wanted.name
        left join dcm.guild_schemas listed on listed.guild_id = wanted.guild
      """;

  private final String program;
  private final List<String> scripts;

  public GuildTables(DatabaseSettings.Credentials program) {
    this(program, SCRIPTS);
  }

  /**
   * @param scripts names of all versions' scripts, in order
   */
  GuildTables(DatabaseSettings.Credentials program, List<String> scripts) {
    this.program = program.quotedUser();
    this.scripts = scripts;
  }

  int latestVersion() {
    return scripts.size();
  }

  /**
   * What {@code dcm.guild_schemas} says of a guild.
   *
   * @param version {@link #NO_VERSION} when it says nothing
   * @param router the table of the tree on which its journal hangs; null: on none
   */
  public record Registration(int version, @Nullable Integer partition) {}

  static Registration registration(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(SELECT_REGISTRATION)) {
      select.setLong(1, schema.snowflake());
      try (var rows = select.executeQuery()) {
        return rows.next()
            ? new Registration(rows.getInt(1), rows.getObject(2, Integer.class))
            : new Registration(NO_VERSION, null);
      }
    }
  }

  /**
   * How a guild's tables really stand, also when they came back from a dump. {@link #NO_VERSION}
   * when nothing is there and nothing is listed.
   */
  public static Registration inspect(Connection connection, SchemaName schema) throws SQLException {
    try (var select = connection.prepareStatement(INSPECT)) {
      select.setString(1, schema.toString());
      select.setLong(2, schema.snowflake());
      try (var rows = select.executeQuery()) {
        rows.next();
        var present = rows.getBoolean(1);
        var version = rows.getObject(2, Integer.class);
        if (present && version == null) {
          throw GuildSchemaException.unregistered(schema);
        }
        if (!present && version != null) {
          throw GuildSchemaException.missing(schema);
        }
        return new Registration(
            version == null ? NO_VERSION : version, rows.getObject(3, Integer.class));
      }
    }
  }

  /** Whoever else would build this guild's tables waits until the transaction ends. */
  public static void lock(Connection connection, SchemaName schema) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setLong(1, schema.snowflake());
      lock.execute();
    }
  }

  /** Sees to it that the guild has tables of the newest version; cheap when it has. */
  public Registration build(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    var registered = registration(connection, schema);
    if (registered.version() == latestVersion()) {
      return registered;
    }
    lock(connection, schema);
    return upgrade(connection, schema, persistenceId, registration(connection, schema).version());
  }

  /**
   * Brings tables that are of version {@code from} up to the newest one, attaches them and gives
   * the program its rights. The caller holds the {@link #lock}.
   */
  Registration upgrade(Connection connection, SchemaName schema, String persistenceId, int from)
      throws SQLException {
    upgradeWithoutAttaching(connection, schema, from);
    register(connection, schema, persistenceId);
    return registration(connection, schema);
  }

  /** The same without attaching, which keeps others from the same branch until the commit. */
  public void upgradeWithoutAttaching(Connection connection, SchemaName schema, int from)
      throws SQLException {
    if (from > latestVersion()) {
      throw GuildSchemaException.newer(schema, from, latestVersion());
    }
    runScripts(connection, schema, from, latestVersion());
    execute(connection, schema, script(GRANTS_SCRIPT));
  }

  /** The versions after {@code from} up to {@code to} itself, and nothing else. */
  void runScripts(Connection connection, SchemaName schema, int from, int to) throws SQLException {
    for (var script : scripts.subList(from, to)) {
      execute(connection, schema, script(script));
    }
    execute(connection, schema, SET_VERSION_COMMENT.replace("${version}", Integer.toString(to)));
  }

  private void execute(Connection connection, SchemaName schema, String script)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(schema.in(script).replace("${program}", program));
    }
  }

  /** Attaches tables of the newest version and says so in {@code dcm.guild_schemas}. */
  public void register(Connection connection, SchemaName schema, String persistenceId)
      throws SQLException {
    try (var insert = connection.prepareStatement(REGISTER)) {
      insert.setLong(1, schema.snowflake());
      insert.setString(2, schema.toString());
      insert.setInt(3, latestVersion());
      insert.setLong(4, schema.snowflake());
      insert.setString(5, persistenceId);
      insert.executeUpdate();
    }
  }

  private static String script(String name) {
    try (var script = GuildTables.class.getResourceAsStream("/db/guild/" + name)) {
      if (script == null) {
        throw new IllegalStateException("Missing resource: db/guild/" + name);
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
