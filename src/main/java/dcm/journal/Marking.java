package dcm.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Writes a restore's mark as the journal would write an event. */
record Marking(Payloads payloads, JournalHook hook, RestoreMark mark) {

  void write(Connection connection, SchemaName schema, Manifest archive, long revision)
      throws SQLException {
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    var event = mark.of(archive, revision);
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var writer = UUID.randomUUID().toString();
    var row =
        new EventRow(
            persistenceId, revision, writer, now.toEpochMilli(), "", payloads.write(event), null);
    EventRows.insert(connection, schema, List.of(row));
    var also = new Also(schema);
    hook.written(also, schema, List.of(new WrittenEvent(persistenceId, revision, now, event)));
    also.execute(connection);
  }
}
