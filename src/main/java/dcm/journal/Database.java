package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import dcm.flow.KeyedLimiter;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.Recovery;
import dcm.journal.recovery.RecoveryExecutor;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.GuildWriteContext;
import dcm.journal.write.GuildWriteContexts;
import dcm.journal.write.WriteLanes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * Connection pools and blocking threads of the journal, also used by the read models. One per actor
 * system; closed with the system.
 *
 * <p>Work fails at once when the queue is full ({@link
 * java.util.concurrent.RejectedExecutionException}); SQL errors fail the stage with {@link
 * java.sql.SQLException}. Continuations run on the thread that did the work and must not block.
 */
public final class Database implements Extension {
  private static final Id ID = new Id();

  /** Each holds the state of a guild at one moment. A rejected snapshot is saved later. */
  private static final int MAX_QUEUED_SNAPSHOTS = 200;

  /** Reads of one guild that wait; more are rejected. */
  private static final int MAX_WAITING_READS = 200;

  private final DatabaseSettings settings;
  private final HikariDataSource readPool;
  private final WriteLanes lanes;
  private final GuildCircuitBreakers readBreakers = new GuildCircuitBreakers("read");
  private final JdbcExecutor readExecutor;
  private final KeyedLimiter<SchemaName> readLimiter;
  private final RecoveryExecutor recoveryExecutor;
  private final Recovery recovery;
  private final OwnershipCheck ownershipCheck;
  private final HikariDataSource snapshotPool;
  private final JdbcExecutor snapshotExecutor;
  private final HikariDataSource ownerPool;
  private final JdbcExecutor schemaExecutor;
  private final JdbcExecutor ownerExecutor;
  private final GuildSchemas schemas;
  private final GuildWriteContexts contexts = new GuildWriteContexts();
  private final JournalMetrics metrics = new JournalMetrics();

  private Database(ExtendedActorSystem system) {
    var problems = new ArrayList<String>();
    var journal = JournalSettings.from(system.settings().config(), problems);
    settings = journal.database();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    readPool = ConnectionPool.open(settings, "dcm-read", settings.readThreads());
    var writeBreakers = new GuildCircuitBreakers("write");
    lanes = new WriteLanes(settings, writeBreakers, metrics);
    readExecutor =
        new JdbcExecutor("dcm-read", settings.readThreads(), settings.queueSize(), readPool);
    // searches in one long history leave read threads for other guilds
    readLimiter =
        new KeyedLimiter<>(
            Math.max(1, settings.readThreads() / 2), Integer.MAX_VALUE, MAX_WAITING_READS);
    recoveryExecutor = new RecoveryExecutor(settings, journal.replay());
    snapshotPool = ConnectionPool.open(settings, "dcm-snapshot", settings.snapshotThreads());
    snapshotExecutor =
        new JdbcExecutor(
            "dcm-snapshot", settings.snapshotThreads(), MAX_QUEUED_SNAPSHOTS, snapshotPool);
    ownerPool = ConnectionPool.openForOwner(settings, "dcm-owner", 2);
    schemaExecutor = new JdbcExecutor("dcm-schema", 1, settings.queueSize(), ownerPool);
    ownerExecutor = new JdbcExecutor("dcm-owner", 1, settings.queueSize(), ownerPool);
    schemas =
        new GuildSchemas(
            readExecutor, schemaExecutor, new GuildTables(settings.program()), contexts);
    recovery = new Recovery(recoveryExecutor, schemas, journal.replay().pageSize());
    ownershipCheck = new OwnershipCheck(this, contexts);
    metrics.registerGauges(lanes, writeBreakers, readBreakers, recoveryExecutor.breakers());
    system.registerOnTermination(this::close);
  }

  public static Database get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /** Runs a query on a connection in auto-commit mode. */
  public <T> CompletionStage<T> read(SqlWork<T> work) {
    return readExecutor.read(work);
  }

  /**
   * The same in one guild's schema: on at most half of the read threads at a time, and guarded by a
   * circuit breaker per guild.
   */
  <T> CompletionStage<T> readGuarded(SchemaName schema, SqlWork<T> work) {
    return readBreakers.call(schema, () -> readLimiter.run(schema, () -> readExecutor.read(work)));
  }

  /** Writes something other than events in one transaction. */
  public <T> CompletionStage<T> write(SqlWork<T> work) {
    return readExecutor.transaction(work);
  }

  /** Encodes and writes a snapshot. */
  @FunctionalInterface
  interface SnapshotWork<T> {
    /**
     * @param epoch under which this process owns the guild; empty: it has not recovered it
     */
    T run(Connection connection, OptionalLong epoch) throws SQLException;
  }

  /**
   * Saves a snapshot in one transaction, if this process owns the guild. The work uses the
   * connection only after the snapshot is encoded, so that the transaction is short.
   */
  <T> CompletionStage<T> saveSnapshot(GuildWriteContext guild, SnapshotWork<T> work) {
    return schemas.withEnsuredSchema(
        guild, () -> recovery.runIfOwned(guild, epoch -> saveSnapshot(work, epoch)));
  }

  private <T> CompletionStage<T> saveSnapshot(SnapshotWork<T> work, OptionalLong epoch) {
    var startedAt = System.nanoTime();
    return snapshotExecutor
        .transaction(connection -> work.run(connection, epoch))
        .whenComplete(
            (_, failed) -> metrics.recordSnapshot(failed == null, System.nanoTime() - startedAt));
  }

  /** Reads in a guild's schema; returns {@code defaultValue} for a guild without a schema. */
  public <T> CompletionStage<T> readInSchema(SchemaName schema, T defaultValue, SqlWork<T> work) {
    return schemas.ifSchemaExists(
        schema,
        GuildPersistenceId.of(schema.snowflake()),
        defaultValue,
        () -> readGuarded(schema, work));
  }

  /** Writes something other than events in a guild's schema, in one transaction. */
  public <T> CompletionStage<T> writeInSchema(SchemaName schema, SqlWork<T> work) {
    return schemas.withEnsuredSchema(context(schema), () -> write(work));
  }

  /**
   * Runs a transaction in a guild's schema as the owner of its tables. One at a time for all
   * guilds.
   */
  public <T> CompletionStage<T> runAsOwner(SchemaName schema, SqlWork<T> work) {
    return schemas.withEnsuredSchema(context(schema), () -> ownerExecutor.transaction(work));
  }

  /** Runs a transaction as owner; the schema must exist. */
  <T> CompletionStage<T> transactionAsOwner(SqlWork<T> work) {
    return ownerExecutor.transaction(work);
  }

  /** Whether the threads that write and recover guilds are running. */
  public boolean isRunning() {
    return lanes.areRunning() && recoveryExecutor.areRunning();
  }

  public WriteLanes lanes() {
    return lanes;
  }

  /** What this process knows about the guilds' journals. */
  public GuildWriteContexts contexts() {
    return contexts;
  }

  private GuildWriteContext context(SchemaName schema) {
    return contexts.get(schema, GuildPersistenceId.of(schema.snowflake()));
  }

  public OwnershipCheck ownershipCheck() {
    return ownershipCheck;
  }

  public Recovery recovery() {
    return recovery;
  }

  public GuildSchemas schemas() {
    return schemas;
  }

  private void close() {
    metrics.close();
    lanes.close(settings.socketTimeout());
    schemaExecutor.drain(settings.socketTimeout());
    ownerExecutor.drain(settings.socketTimeout());
    recoveryExecutor.close(settings.socketTimeout());
    readExecutor.drain(settings.socketTimeout());
    snapshotExecutor.drain(settings.socketTimeout());
    snapshotPool.close();
    ownerPool.close();
    readPool.close();
  }

  private static final class Id extends AbstractExtensionId<Database> {
    @Override
    public Database createExtension(ExtendedActorSystem system) {
      return new Database(system);
    }
  }
}
