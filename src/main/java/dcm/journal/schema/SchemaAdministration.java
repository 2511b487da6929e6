package dcm.journal.schema;

import dcm.journal.Database;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.OwnerConnection;
import dcm.journal.jdbc.SqlWork;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.jspecify.annotations.Nullable;

/**
 * Operator commands on guild schemas, usable while nodes serve the guilds: create, migrate, drop.
 * Blocks; fails with {@link JournalException}.
 */
public final class SchemaAdministration {
  private final DatabaseSettings settings;
  private final GuildTables tables;

  public SchemaAdministration(DatabaseSettings settings) {
    this(settings, new GuildTables(settings.program()));
  }

  SchemaAdministration(DatabaseSettings settings, GuildTables tables) {
    this.settings = settings;
    this.tables = tables;
  }

  /** Uses the database of this actor system; migrates the shared schema first. */
  public static SchemaAdministration open(ClassicActorSystemProvider system) {
    var settings = Database.get(system).settings();
    SharedSchema.migrate(settings);
    return new SchemaAdministration(settings);
  }

  /** The result for one guild. */
  public sealed interface MigrationResult {
    long guild();

    /**
     * Its tables are of the latest version and attached.
     *
     * @param oldVersion their previous version; 0 when there were none
     * @param wasAttached whether they were attached before
     */
    record Migrated(long guild, int oldVersion, int newVersion, boolean wasAttached)
        implements MigrationResult {}

    /** Its tables are unchanged. */
    record Failed(long guild, JournalException reason) implements MigrationResult {}
  }

  /** Ids of all guilds with a schema, including those restored from a dump, in order. */
  public List<Long> guildIds() {
    return execute("dcm.guild_schemas", GuildSchemaDao::guildIds);
  }

  /**
   * All guild schemas in order of their ids: without revisions, with sizes as of PostgreSQL's last
   * vacuum or analyze.
   */
  public List<GuildSchemaInfo> entries() {
    return execute("dcm.guild_schemas", GuildSchemaDao::entries);
  }

  /** The same with revisions and exact sizes, which takes some milliseconds a guild. */
  public List<GuildSchemaInfo> measuredEntries() {
    return execute("dcm.guild_schemas", GuildSchemaDao::measuredEntries);
  }

  /** Creates the guild's tables; migrates them if they exist. */
  public MigrationResult.Migrated create(long guild) {
    var schema = new SchemaName(guild);
    return execute(
        schema.toString(),
        connection -> new GuildMigration(settings, tables).migrate(connection, schema, true));
  }

  /**
   * Migrates each guild to the latest version, attaches it and grants the program's privileges
   * again; each in a transaction of its own. A failure leaves that guild unchanged and does not
   * stop the others; the command can be repeated.
   *
   * @param connections number of guilds migrated concurrently
   * @return in the order of {@code guilds}
   */
  public List<MigrationResult> migrate(Collection<Long> guilds, int connections) {
    return new GuildMigration(settings, tables).migrateAll(List.copyOf(guilds), connections);
  }

  /**
   * Drops the guild's tables and its rows in the shared tables. Its epoch is incremented and kept,
   * which fences the current owner.
   *
   * @return false when there was nothing to drop
   */
  public boolean drop(long guild) {
    var schema = new SchemaName(guild);
    GuildSchemaRemoval.detach(settings, schema);
    return execute(
        schema.toString(),
        connection ->
            OwnerConnection.transaction(connection, c -> GuildSchemaRemoval.drop(c, schema)));
  }

  /**
   * Drops a guild like {@link #drop} if the bot left it before an instant and the removal was
   * announced before another; waits for a restore in progress.
   *
   * @return false when it is not so, or no longer
   */
  public boolean dropInactive(long guild, Instant inactiveBefore, Instant announcedBefore) {
    var schema = new SchemaName(guild);
    var inactive =
        execute(
            schema.toString(),
            connection ->
                GuildSchemaRemoval.isInactive(connection, schema, inactiveBefore, announcedBefore));
    if (!inactive) {
      return false;
    }
    GuildSchemaRemoval.detach(settings, schema);
    return execute(
        schema.toString(),
        connection ->
            OwnerConnection.transaction(
                connection,
                c ->
                    GuildSchemaRemoval.dropInactive(
                        c, schema, tables, inactiveBefore, announcedBefore)));
  }

  private <T> T execute(String subject, SqlWork<T> work) {
    try (var connection = OwnerConnection.open(settings, settings.lockTimeout())) {
      return work.execute(connection);
    } catch (SQLException failed) {
      throw JournalException.of(subject, failed);
    }
  }

  /**
   * A guild's schema as an operator sees it.
   *
   * @param guild the guild's Discord id
   * @param name the name last received from Discord; null before the first
   * @param version the version of its tables according to {@code dcm.guild_schemas}
   * @param attached whether its journal is attached, and so written in groups
   * @param present whether its journal table exists
   * @param revision its last sequence number, 0 before the first event; null when not requested or
   *     when the tables are missing
   * @param bytes on disk, with indexes
   */
  public record GuildSchemaInfo(
      long guild,
      @Nullable String name,
      String schema,
      int version,
      boolean attached,
      boolean present,
      @Nullable Long revision,
      long bytes) {}
}
