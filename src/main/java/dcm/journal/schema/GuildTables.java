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
 * Creates and migrates the tables of one guild in the caller's transaction, as their owner. Rules
 * for new versions: docs/adr/0012.
 */
public final class GuildTables {
  /** Scripts of all versions, in order; released scripts are never changed. */
  static final List<String> SCRIPTS =
      List.of(
          "V1__guild.sql",
          "V2__attachments_and_comments.sql",
          "V3__points.sql",
          "V4__history_by_day.sql",
          "V5__statistics.sql",
          "V6__imports.sql");

  /** Privileges of the program's login on the latest version. */
  private static final String GRANTS_SCRIPT = "grants.sql";

  public static final int LATEST_VERSION = SCRIPTS.size();

  /** The version of a guild without tables. */
  public static final int NO_VERSION = 0;

  private static final String SELECT_REGISTRATION =
      "select version, partition_number from dcm.guild_schemas where guild_id = ?";

  // held until the transaction ends: two nodes may create the same guild concurrently
  private static final String LOCK = "select pg_advisory_xact_lock(7355, hashint8(?))";

  // a dump of the schema contains its comment, but not dcm.guild_schemas
  private static final String SET_VERSION_COMMENT =
      "comment on schema ${guild} is 'dcm guild schema version ${version}'";

  private static final String REGISTER =
      """
      insert into dcm.guild_schemas (guild_id, schema_name, version, partition_number)
      values (?, ?, ?, dcm.attach_partition(?, ?))
      on conflict (guild_id) do update
        set version = excluded.version, partition_number = excluded.partition_number
      """;

  // the comment takes precedence over the list: the schema may have been restored from a dump
  private static final String INSPECT =
      """
      select schema.oid is not null,
             coalesce(
               substring(obj_description(schema.oid, 'pg_namespace')
                         from '^dcm guild schema version ([0-9]{1,9})$')::integer,
               registered.version),
             registered.partition_number
        from (select ?::text as name, ?::bigint as guild) wanted
        left join pg_namespace schema on schema.nspname = wanted.name
        left join dcm.guild_schemas registered on registered.guild_id = wanted.guild
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
   * A guild's row in {@code dcm.guild_schemas}.
   *
   * @param version {@link #NO_VERSION} when there is no row
   * @param partition the partition to which the journal is attached; null: none
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
   * The actual state of a guild's tables, also after a restore from a dump. {@link #NO_VERSION}
   * when there is neither a schema nor a row.
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

  /** Excludes concurrent creation or migration of the guild's tables until the transaction ends. */
  public static void lock(Connection connection, SchemaName schema) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK)) {
      lock.setLong(1, schema.snowflake());
      lock.execute();
    }
  }

  /** Creates or migrates the tables unless they are of the latest version. */
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
   * Migrates tables from version {@code from} to the latest one, attaches them and grants the
   * program's privileges. The caller holds the {@link #lock}.
   */
  Registration upgrade(Connection connection, SchemaName schema, String persistenceId, int from)
      throws SQLException {
    upgradeWithoutAttaching(connection, schema, from);
    register(connection, schema, persistenceId);
    return registration(connection, schema);
  }

  /** The same without attaching, which locks the partition until the commit. */
  public void upgradeWithoutAttaching(Connection connection, SchemaName schema, int from)
      throws SQLException {
    if (from > latestVersion()) {
      throw GuildSchemaException.newer(schema, from, latestVersion());
    }
    runScripts(connection, schema, from, latestVersion());
    execute(connection, schema, script(GRANTS_SCRIPT));
  }

  /** Runs the scripts of the versions after {@code from}, up to and including {@code to}. */
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

  /** Attaches tables of the latest version and registers them in {@code dcm.guild_schemas}. */
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
