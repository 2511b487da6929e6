package dcm.journal.write;

import dcm.journal.GuildPersistenceId;
import dcm.journal.jdbc.JdbcExecutor;
import dcm.journal.jdbc.PipelinedStatement;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.StatementPipeline;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGStatement;

/** Ways to write the events and read models of few guilds, for a benchmark. */
public enum SmallGroupVariant {
  /** As the journal does: one round trip through the partition tree. */
  JOURNAL {
    @Override
    void writeGroup(Connection connection, List<PendingWrite> group) throws SQLException {
      GroupAppendDao.write(connection, group);
    }
  },
  /** The same statements in three round trips; the append is prepared on the server. */
  SEPARATE {
    @Override
    void writeGroup(Connection connection, List<PendingWrite> group) throws SQLException {
      JdbcExecutor.inTransaction(
          connection,
          c -> {
            GroupAppendDao.write(c, withoutProjection(group));
            StatementPipeline.execute(c, projection(group));
            return null;
          });
      connection.setAutoCommit(true);
    }
  },
  /** One round trip into each guild's own table. */
  DIRECT {
    @Override
    void writeGroup(Connection connection, List<PendingWrite> group) throws SQLException {
      StatementPipeline.executeAndCommit(connection, direct(group));
    }
  },
  /** The same with plans cached on the server for each combination of guilds and statements. */
  DIRECT_PREPARED {
    @Override
    void writeGroup(Connection connection, List<PendingWrite> group) throws SQLException {
      var statements = direct(group);
      var all = statements.stream().map(PipelinedStatement::sql).collect(Collectors.joining(";\n"));
      try (var prepared = connection.prepareStatement(all)) {
        prepared.unwrap(PGStatement.class).setPrepareThreshold(5);
        var index = 1;
        for (var statement : statements) {
          index = statement.bind(prepared, index);
        }
        prepared.execute();
      }
    }
  };

  private static final String INSERT =
      """
      insert into ${guild}.event_journal
        (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,
         event_ser_id, event_ser_manifest, event_payload)
      values
      """;
  private static final String VERIFY_EPOCHS =
      "select dcm.verify_epochs(array[?]::bigint[], array[?]::bigint[])";

  /** One guild's events and the statements of its read models. */
  public record GuildWrite(
      long guild, long firstSequenceNr, List<byte[]> payloads, StatementBatch projection) {
    private PendingWrite toPendingWrite(long epoch) {
      var schema = new SchemaName(guild);
      var id = GuildPersistenceId.of(guild);
      var rows = new ArrayList<EventDao.EventRow>();
      for (var payload : payloads) {
        rows.add(
            new EventDao.EventRow(
                id,
                firstSequenceNr + rows.size(),
                "a0b1c2d3-0000-4000-8000-a0b1c2d3e4f5",
                1_767_225_600_000L,
                "",
                new PayloadSerializer.SerializedPayload(4, "", payload),
                null));
      }
      return PendingWrite.of(
          new GuildWriteContext(schema, id), epoch, new WriteBatch(rows, projection, List.of()));
    }
  }

  /**
   * Writes and commits.
   *
   * @param connection in auto-commit mode
   * @param epoch of all guilds
   */
  public void write(Connection connection, List<GuildWrite> writes, long epoch)
      throws SQLException {
    writeGroup(connection, writes.stream().map(write -> write.toPendingWrite(epoch)).toList());
  }

  abstract void writeGroup(Connection connection, List<PendingWrite> group) throws SQLException;

  private static List<PendingWrite> withoutProjection(List<PendingWrite> group) {
    return group.stream()
        .map(write ->
            PendingWrite.of(
                write.guild(),
                write.epoch(),
                new WriteBatch(
                    write.batch().rows(), new StatementBatch(write.schema()), List.of())))
        .toList();
  }

  private static List<PipelinedStatement> projection(List<PendingWrite> group) {
    return group.stream()
        .<PipelinedStatement>flatMap(
            write -> write.batch().projectionStatements().statements().stream())
        .toList();
  }

  private static List<PipelinedStatement> direct(List<PendingWrite> group) {
    var statements = new ArrayList<PipelinedStatement>();
    for (var write : group) {
      var rows = write.batch().rows();
      var values = new ArrayList<Object>();
      for (var row : rows) {
        values.addAll(
            List.of(row.persistenceId(), row.sequenceNr(), row.writer(), row.writtenAt()));
        values.addAll(List.of(row.adapterManifest(), row.event().serializerId()));
        values.addAll(List.of(row.event().manifest(), row.event().bytes()));
      }
      var batch = new StatementBatch(write.schema());
      var places = rows.stream().map(_ -> "(?,?,?,?,?,?,?,?)").collect(Collectors.joining(","));
      batch.add(INSERT + places, values.toArray());
      batch.add(VERIFY_EPOCHS, write.schema().snowflake(), write.epoch());
      statements.addAll(batch.statements());
    }
    statements.addAll(projection(group));
    return statements;
  }
}
