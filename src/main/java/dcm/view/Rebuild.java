package dcm.view;

import dcm.guild.GuildId;
import dcm.journal.Also;
import dcm.journal.Database;
import dcm.journal.EventLog;
import dcm.journal.GuildPersistenceId;
import dcm.journal.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Empties a guild's read tables and writes them again from its journal. */
public final class Rebuild {
  private static final int PAGE = 500;

  // the guild's writes wait, and fail when this takes long: first of all, so that nothing deadlocks
  private static final String LOCK = "lock table ${guild}.event_journal in share mode";

  private static final String EMPTY =
      """
      truncate ${guild}.guild_members, ${guild}.guild_permissions, ${guild}.task_title,
               ${guild}.occurrence_history, ${guild}.refusal
      """;

  private static final String FORGET_WAKE_UP = "delete from dcm.guild_wakeup where guild_id = ?";

  private final Database database;
  private final EventLog log;

  Rebuild(Database database, EventLog log) {
    this.database = database;
    this.log = log;
  }

  /**
   * In one transaction: readers see the old tables until the new ones are complete.
   *
   * @return how many events were noted
   */
  public CompletionStage<Long> of(GuildId guild) {
    var schema = new SchemaName(guild.value());
    return database
        .readIn(schema, false, connection -> true)
        .thenCompose(there ->
            there
                ? database.maintainIn(schema, connection -> rebuild(connection, guild, schema))
                : CompletableFuture.completedFuture(0L));
  }

  private long rebuild(Connection connection, GuildId guild, SchemaName schema)
      throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(schema.in(LOCK));
      statement.execute(schema.in(EMPTY));
    }
    try (var forget = connection.prepareStatement(FORGET_WAKE_UP)) {
      Note.bind(forget, guild);
      forget.executeUpdate();
    }
    var id = GuildPersistenceId.of(guild.value());
    long last = 0;
    long noted = 0;
    while (true) {
      var events = log.oldestFirst(connection, id, last + 1, PAGE);
      var notes = new Also(schema);
      for (var event : events) {
        NoticeBoard.note(notes, schema, event.sequenceNr(), event.payload());
      }
      notes.execute(connection);
      noted += events.size();
      if (events.size() < PAGE) {
        return noted;
      }
      last = events.getLast().sequenceNr();
    }
  }
}
