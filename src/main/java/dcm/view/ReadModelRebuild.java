package dcm.view;

import dcm.guild.value.GuildId;
import dcm.journal.Database;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import dcm.view.projection.CreatedTasks;
import dcm.view.projection.ProjectionContext;
import dcm.view.projection.ReadModelProjection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Rebuilds the read model tables of a guild from its journal. */
public final class ReadModelRebuild {
  private static final int PAGE_SIZE = 500;

  // blocks the guild's writes, which fail when this takes long; acquired first, to avoid deadlocks
  private static final String LOCK_JOURNAL = "lock table ${guild}.event_journal in share mode";

  private static final String TRUNCATE_TABLES =
      """
      truncate ${guild}.guild_members, ${guild}.guild_permissions, ${guild}.task_title,
               ${guild}.occurrence_history, ${guild}.refusal, ${guild}.comment,
               ${guild}.points_ledger, ${guild}.member_period
      """;

  private static final String DELETE_WAKE_UP = "delete from dcm.guild_wakeup where guild_id = ?";

  private final Database database;
  private final EventLog eventLog;

  ReadModelRebuild(Database database, EventLog eventLog) {
    this.database = database;
    this.eventLog = eventLog;
  }

  /**
   * Rebuilds in one transaction: readers see the old rows until the new ones are complete.
   *
   * @return the number of projected events
   */
  public CompletionStage<Long> rebuild(GuildId guild) {
    var schema = new SchemaName(guild.value());
    return database
        .readInSchema(schema, false, connection -> true)
        .thenCompose(exists ->
            exists
                ? database.runAsOwner(schema, connection -> rebuild(connection, guild, schema))
                : CompletableFuture.completedFuture(0L));
  }

  /** The same in the caller's transaction. Blocks. */
  long rebuild(Connection connection, GuildId guild, SchemaName schema) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(schema.in(LOCK_JOURNAL));
      statement.execute(schema.in(TRUNCATE_TABLES));
    }
    try (var deleteWakeUp = connection.prepareStatement(DELETE_WAKE_UP)) {
      ProjectionContext.bind(deleteWakeUp, guild);
      deleteWakeUp.executeUpdate();
    }
    var id = GuildPersistenceId.of(guild.value());
    long lastSequenceNr = 0;
    long projected = 0;
    while (true) {
      var events = eventLog.oldestFirst(connection, id, lastSequenceNr + 1, PAGE_SIZE);
      var batch = new StatementBatch(schema);
      var createdTasks = new CreatedTasks();
      for (var event : events) {
        ReadModelProjection.project(
            batch, createdTasks, schema, event.sequenceNr(), event.payload());
      }
      batch.execute(connection);
      projected += events.size();
      if (events.size() < PAGE_SIZE) {
        return projected;
      }
      lastSequenceNr = events.getLast().sequenceNr();
    }
  }
}
