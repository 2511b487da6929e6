package dcm.journal;

import com.zaxxer.hikari.HikariDataSource;
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
  private final HikariDataSource reading;
  private final WriteLanes lanes;
  private final Breakers breakers = new Breakers("reading");
  private final Workers readers;
  private final GuildReadLimiter readLimiter;
  private final RecoveryWorkers recoverers;
  private final Recovery recovery;
  private final Fence fence;
  private final HikariDataSource owning;
  private final Workers builder;
  private final Workers maintenance;
  private final GuildSchemas schemas;
  private final InOrder inOrder = new InOrder();
  private final JournalGauges gauges;

  private Database(ExtendedActorSystem system) {
    var problems = new ArrayList<String>();
    var journal = JournalSettings.from(system.settings().config(), problems);
    settings = journal.database();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    reading = ConnectionPool.open(settings, "dcm-read", settings.readers());
    var writing = new Breakers("writing");
    lanes = new WriteLanes(settings, writing);
    readers = new Workers("dcm-read", settings.readers(), settings.queue(), reading);
    readLimiter = new GuildReadLimiter(Math.max(1, settings.readers() / 2));
    recoverers = new RecoveryWorkers(settings, journal.replay());
    owning = ConnectionPool.openForOwner(settings, "dcm-owner", 2);
    builder = new Workers("dcm-schema", 1, settings.queue(), owning);
    maintenance = new Workers("dcm-owner", 1, settings.queue(), owning);
    var epochs = new Epochs();
    schemas = new GuildSchemas(readers, builder, new GuildTables(settings.program()), epochs);
    recovery = new Recovery(recoverers, schemas, epochs, journal.replay().page());
    fence = new Fence(this, recovery.epochs());
    gauges = new JournalGauges(lanes, writing, breakers, recoverers.breakers());
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
    return readers.read(work);
  }

  /**
   * The same in one guild's schema: with at most half of the readers at a time, and a guild that
   * keeps failing is refused for a while.
   */
  <T> CompletionStage<T> reading(SchemaName schema, SqlWork<T> work) {
    return breakers.guarding(schema, () -> readLimiter.run(schema, () -> readers.read(work)));
  }

  /** Writes in one transaction, apart from the events of any guild. */
  public <T> CompletionStage<T> write(SqlWork<T> work) {
    return readers.transaction(work);
  }

  /** Reads in a guild's schema; {@code otherwise} is the answer for a guild that wrote nothing. */
  public <T> CompletionStage<T> readIn(SchemaName schema, T otherwise, SqlWork<T> work) {
    return schemas.ifThere(
        schema, GuildPersistenceId.of(schema.snowflake()), otherwise, () -> reading(schema, work));
  }

  /** Writes in a guild's schema, in one transaction apart from its events. */
  public <T> CompletionStage<T> writeIn(SchemaName schema, SqlWork<T> work) {
    return schemas.inReady(schema, GuildPersistenceId.of(schema.snowflake()), () -> write(work));
  }

  /**
   * Does in a guild's schema, in one transaction, what only the owner of its tables may. One at a
   * time.
   */
  public <T> CompletionStage<T> maintainIn(SchemaName schema, SqlWork<T> work) {
    return schemas.inReady(
        schema, GuildPersistenceId.of(schema.snowflake()), () -> maintenance.transaction(work));
  }

  /** In one transaction; for whoever made sure that the schema is there. */
  <T> CompletionStage<T> asOwner(SqlWork<T> work) {
    return maintenance.transaction(work);
  }

  /** Whether the threads that write and recover guilds are at work; another node's may be. */
  public boolean isAtWork() {
    return lanes.areAtWork() && recoverers.areAtWork();
  }

  WriteLanes lanes() {
    return lanes;
  }

  /** The order of all that concerns one persistence id: journal and snapshots share it. */
  InOrder inOrder() {
    return inOrder;
  }

  Fence fence() {
    return fence;
  }

  Recovery recovery() {
    return recovery;
  }

  GuildSchemas schemas() {
    return schemas;
  }

  private void close() {
    gauges.close();
    lanes.close(settings.socketTimeout());
    builder.drain(settings.socketTimeout());
    maintenance.drain(settings.socketTimeout());
    recoverers.close(settings.socketTimeout());
    readers.drain(settings.socketTimeout());
    owning.close();
    reading.close();
  }

  private static final class Id extends AbstractExtensionId<Database> {
    @Override
    public Database createExtension(ExtendedActorSystem system) {
      return new Database(system);
    }
  }
}
