package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
import dcm.journal.fencing.OwnershipCheck;
import dcm.journal.fencing.WriterEpochs;
import dcm.journal.jdbc.ConnectionPool;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.jdbc.GuildCircuitBreakers;
import dcm.journal.jdbc.GuildReadLimiter;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.SqlWork;
import dcm.journal.recovery.Recovery;
import dcm.journal.recovery.RecoveryExecutor;
import dcm.journal.schema.GuildSchemas;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.PerKeySequencer;
import dcm.journal.write.WriteLanes;
import java.util.ArrayList;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * PostgreSQL, for everybody in the house who may speak SQL: pools, threads that may block, and
 * nothing else. One per actor system; it closes with the system.
 *
 * <p>Work is refused at once when too much is waiting ({@link
 * java.util.concurrent.RejectedExecutionException}); SQL errors arrive as {@link
 * java.sql.SQLException} in the stage. Continuations run on the thread that did the work: do not
 * block in them either.
 */
public final class Database implements Extension {
  private static final Id ID = new Id();

  private final DatabaseSettings settings;
  private final HikariDataSource readPool;
  private final WriteLanes lanes;
  private final GuildCircuitBreakers readBreakers = new GuildCircuitBreakers("read");
  private final JdbcExecutor readExecutor;
  private final GuildReadLimiter readLimiter;
  private final RecoveryExecutor recoveryExecutor;
  private final Recovery recovery;
  private final OwnershipCheck ownershipCheck;
  private final HikariDataSource ownerPool;
  private final JdbcExecutor schemaExecutor;
  private final JdbcExecutor ownerExecutor;
  private final GuildSchemas schemas;
  private final PerKeySequencer sequencer = new PerKeySequencer();
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
    readLimiter = new GuildReadLimiter(Math.max(1, settings.readThreads() / 2));
    recoveryExecutor = new RecoveryExecutor(settings, journal.replay());
    ownerPool = ConnectionPool.openForOwner(settings, "dcm-owner", 2);
    schemaExecutor = new JdbcExecutor("dcm-schema", 1, settings.queueSize(), ownerPool);
    ownerExecutor = new JdbcExecutor("dcm-owner", 1, settings.queueSize(), ownerPool);
    var epochs = new WriterEpochs();
    schemas =
        new GuildSchemas(readExecutor, schemaExecutor, new GuildTables(settings.program()), epochs);
    recovery = new Recovery(recoveryExecutor, schemas, epochs, journal.replay().pageSize());
    ownershipCheck = new OwnershipCheck(this, recovery.epochs());
    metrics.registerGauges(lanes, writeBreakers, readBreakers, recoveryExecutor.breakers());
    system.registerOnTermination(this::close);
  }

  public static Database get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /** Reads with a connection in auto-commit mode. */
  public <T> CompletionStage<T> read(SqlWork<T> work) {
    return readExecutor.read(work);
  }

  /**
   * The same in one guild's schema: with at most half of the readers at a time, and a guild that
   * keeps failing is refused for a while.
   */
  <T> CompletionStage<T> readGuarded(SchemaName schema, SqlWork<T> work) {
    return readBreakers.call(schema, () -> readLimiter.run(schema, () -> readExecutor.read(work)));
  }

  /** Writes in one transaction, apart from the events of any guild. */
  public <T> CompletionStage<T> write(SqlWork<T> work) {
    return readExecutor.transaction(work);
  }

  /** Reads in a guild's schema; {@code otherwise} is the answer for a guild that wrote nothing. */
  public <T> CompletionStage<T> readInSchema(SchemaName schema, T defaultValue, SqlWork<T> work) {
    return schemas.ifSchemaExists(
        schema,
        GuildPersistenceId.of(schema.snowflake()),
        defaultValue,
        () -> readGuarded(schema, work));
  }

  /** Writes in a guild's schema, in one transaction apart from its events. */
  public <T> CompletionStage<T> writeInSchema(SchemaName schema, SqlWork<T> work) {
    return schemas.withEnsuredSchema(
        schema, GuildPersistenceId.of(schema.snowflake()), () -> write(work));
  }

  /**
   * Does in a guild's schema, in one transaction, what only the owner of its tables may. One at a
   * time.
   */
  public <T> CompletionStage<T> runAsOwner(SchemaName schema, SqlWork<T> work) {
    return schemas.withEnsuredSchema(
        schema, GuildPersistenceId.of(schema.snowflake()), () -> ownerExecutor.transaction(work));
  }

  /** In one transaction; for whoever made sure that the schema is there. */
  <T> CompletionStage<T> transactionAsOwner(SqlWork<T> work) {
    return ownerExecutor.transaction(work);
  }

  /** Whether the threads that write and recover guilds are at work; another node's may be. */
  public boolean isRunning() {
    return lanes.areRunning() && recoveryExecutor.areRunning();
  }

  public WriteLanes lanes() {
    return lanes;
  }

  /** The order of all that concerns one persistence id: journal and snapshots share it. */
  PerKeySequencer sequencer() {
    return sequencer;
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
