package dcm.journal.archive;

import dcm.journal.GuildPersistenceId;
import dcm.journal.InlineProjection;
import dcm.journal.WrittenEvent;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.schema.SchemaName;
import dcm.journal.write.EventDao;
import dcm.journal.write.PayloadSerializer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Writes the event that marks a restore, in the same way as the journal. */
record RestoreEventWriter(
    PayloadSerializer serializer,
    InlineProjection projection,
    Archives.RestoreEventFactory eventFactory) {

  void write(Connection connection, SchemaName schema, ArchiveManifest archive, long revision)
      throws SQLException {
    var persistenceId = GuildPersistenceId.of(schema.snowflake());
    var event = eventFactory.createEvent(archive, revision);
    var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var writer = UUID.randomUUID().toString();
    var row =
        new EventDao.EventRow(
            persistenceId,
            revision,
            writer,
            now.toEpochMilli(),
            "",
            serializer.serialize(event),
            null);
    EventDao.insert(connection, schema, List.of(row));
    var batch = new StatementBatch(schema);
    projection.project(
        batch, schema, List.of(new WrittenEvent(persistenceId, revision, now, event)));
    batch.execute(connection);
  }
}
