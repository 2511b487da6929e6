package dcm.journal.schema;

import dcm.journal.Database;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.OwnerConnection;
import dcm.journal.jdbc.SqlWork;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does with guilds' schemas while nodes may serve them: makes them, brings them up
 * to date, drops them. Blocks; fails with {@link JournalException}.
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

  /** At the database of this system; what all guilds share is brought up to date first. */
  public static SchemaAdministration open(ClassicActorSystemProvider system) {
    var settings = Database.get(system).settings();
    SharedSchema.migrate(settings);
    return new SchemaAdministration(settings);
  }

  /** What became of one guild. */
  public sealed interface MigrationResult {
    long guild();

    /**
     * Its tables are of the newest version now, and hang on the tree.
     *
     * @param before their version; 0 when there were none
     * @param attached whether they hung on the tree before
     */
    record Migrated(long guild, int oldVersion, int newVersion, boolean wasAttached)
        implements MigrationResult {}

    /** They are as they were. */
    record Failed(long guild, JournalException reason) implements MigrationResult {}
  }

  /** Guilds that have a schema, also those that only came back from a dump, in order. */
  public List<Long> guildIds() {
    return execute("dcm.guild_schemas", GuildSchemaDao::guildIds);
  }

  /**
   * How all of them stand, in order of their ids: without revisions, and with sizes as of
   * PostgreSQL's last vacuum or analyze.
   */
  public List<GuildSchemaInfo> entries() {
    return execute("dcm.guild_schemas", GuildSchemaDao::entries);
  }

  /** The same with revisions and exact sizes, which takes some milliseconds a guild. */
  public List<GuildSchemaInfo> measuredEntries() {
    return execute("dcm.guild_schemas", GuildSchemaDao::measuredEntries);
  }

  /** Makes the guild's tables; when they are there this is {@link #migrate} for one. */
  public MigrationResult.Migrated create(long guild) {
    var schema = new SchemaName(guild);
    return execute(
        schema.toString(),
        connection -> new GuildMigration(settings, tables).migrate(connection, schema, true));
  }

  /**
   * Brings each up to the newest version, hangs it on the tree and says the program's rights again;
   * each in a transaction of its own. One that fails stays as it was, and the others go on: to
   * begin again is to go on.
   *
   * @param connections how many are worked on at once
   * @return in the order of {@code guilds}
   */
  public List<MigrationResult> migrate(Collection<Long> guilds, int connections) {
    return new GuildMigration(settings, tables).migrateAll(List.copyOf(guilds), connections);
  }

  /**
   * Drops the guild's tables and what all guilds share knows of it. Its epoch stays, one higher:
   * whoever served the guild may write no more.
   *
   * @return false when there was nothing
   */
  public boolean drop(long guild) {
    var schema = new SchemaName(guild);
    GuildSchemaRemoval.detach(settings, schema);
    return execute(
        schema.toString(),
        connection ->
            OwnerConnection.transaction(connection, c -> GuildSchemaRemoval.drop(c, schema)));
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
   * @param name as Discord said it last; null before Discord said any
   * @param version of its tables, as {@code dcm.guild_schemas} has it
   * @param attached whether its journal hangs on the tree, and so is written in groups
   * @param present whether its journal's table is there
   * @param revision the number of its last event, 0 before the first; null when it was not asked
   *     for, or its tables are gone
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
