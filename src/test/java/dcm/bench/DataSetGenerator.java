package dcm.bench;

import dcm.journal.schema.BulkGuildSchemas;
import dcm.journal.schema.SchemaName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;

/** Creates the databases of a data set, with the same histories for both journals. */
final class DataSetGenerator {
  private static final int BATCH_SIZE = 200;

  private final BenchmarkPostgres server;

  DataSetGenerator(BenchmarkPostgres server) {
    this.server = server;
  }

  void generate(DataSet dataSet) throws SQLException, IOException {
    if (createDatabase(dataSet.database(), "dcm")) {
      var startedAt = System.nanoTime();
      createSchemas(dataSet);
      markComplete(dataSet.database());
      System.out.printf(
          "%,d schemas created in %.0f s%n",
          dataSet.guilds(), (System.nanoTime() - startedAt) / 1e9);
    }
    writeOurHistory(dataSet);
    var peer = JournalVariant.PEER.database(dataSet);
    // a database without a schema of the login's name, which comes first in the search path
    if (createDatabase(peer, "template1")) {
      try (var connection = server.connectAsSuperuser(peer)) {
        createPeerTables(connection);
      }
      markComplete(peer);
    }
    writePeerHistory(dataSet);
  }

  /** Creates the database; false when it exists and is complete. */
  private boolean createDatabase(String name, String template) throws SQLException, IOException {
    try (var connection = server.connectAsSuperuser("postgres");
        var statement = connection.createStatement()) {
      var query = "select shobj_description(oid, 'pg_database') from pg_database where datname = '";
      try (var rows = statement.executeQuery(query + name + "'")) {
        if (rows.next() && "complete".equals(rows.getString(1))) {
          return false;
        }
      }
      statement.execute("drop database if exists " + name);
      statement.execute(
          "create database " + name + " template " + template + " owner " + server.owner().user());
      return true;
    }
  }

  private void markComplete(String name) throws SQLException, IOException {
    try (var connection = server.connectAsSuperuser("postgres")) {
      execute(connection, "comment on database " + name + " is 'complete'");
    }
  }

  /** Creates schemas as the program does, but many per transaction. */
  private void createSchemas(DataSet dataSet) throws SQLException {
    try (var connection = server.owner(dataSet.database())) {
      connection.setAutoCommit(false);
      var guilds = dataSet.snowflakes();
      for (var from = 0; from < guilds.length; from += BATCH_SIZE) {
        var to = Math.min(guilds.length, from + BATCH_SIZE);
        BulkGuildSchemas.build(connection, server.program(), Arrays.copyOfRange(guilds, from, to));
      }
    }
  }

  /** Restores the initial histories after an earlier run. */
  private void writeOurHistory(DataSet dataSet) throws SQLException, IOException {
    var snowflakes = dataSet.snowflakes();
    var ids = dataSet.persistenceIds();
    var emptied = new ArrayList<String>();
    try (var connection = server.connectAsSuperuser(dataSet.database())) {
      connection.setAutoCommit(false);
      for (var guild = 0; guild < ids.length; guild++) {
        var schema = new SchemaName(snowflakes[guild]).toString();
        if (deleteNewEvents(connection, schema, guild)) {
          emptied.add(schema + ".event_journal");
        } else if (isEmpty(connection, schema)) {
          insertHistory(connection, schema, new String[] {ids[guild]}, guild);
        }
        if (guild % BATCH_SIZE == 0) {
          connection.commit();
        }
      }
      connection.commit();
      // otherwise autovacuum would run during the first rounds
      connection.setAutoCommit(true);
      for (var from = 0; from < emptied.size(); from += BATCH_SIZE) {
        var to = Math.min(emptied.size(), from + BATCH_SIZE);
        execute(connection, "vacuum " + String.join(", ", emptied.subList(from, to)));
      }
    }
  }

  private void writePeerHistory(DataSet dataSet) throws SQLException, IOException {
    try (var connection = server.connectAsSuperuser(JournalVariant.PEER.database(dataSet))) {
      execute(connection, "truncate event_journal cascade");
      insertHistory(connection, "public", dataSet.persistenceIds(), 0);
      execute(connection, "vacuum analyze");
    }
  }

  /** Deletes events of an earlier run; whether there were any. */
  private static boolean deleteNewEvents(Connection connection, String schema, int guild)
      throws SQLException {
    // truncating a table costs ten times as much as deleting its few rows
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(
              "delete from %s.event_journal where sequence_number > %d"
                  .formatted(schema, DataSet.historyLength(guild)))
          > 0;
    }
  }

  private static boolean isEmpty(Connection connection, String schema) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select from " + schema + ".event_journal limit 1")) {
      return !rows.next();
    }
  }

  /**
   * Events in round-robin order of guilds: in a single table the rows of one guild are scattered.
   *
   * @param first index of the guild with the first id
   */
  private static void insertHistory(Connection connection, String schema, String[] ids, int first)
      throws SQLException {
    var events = new ArrayList<Integer>();
    for (var i = 0; i < ids.length; i++) {
      events.add(DataSet.historyLength(first + i));
    }
    var sql =
        """
        insert into %s.event_journal (persistence_id, sequence_number, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
        select id, number, 'generator', 1767225600000, '', 4, '', payload
        from unnest(?::text[], ?::int[]) as guild (id, events)
            cross join lateral generate_series(1, events) as number
            cross join (select ?::bytea as payload) as event
        order by number, id
        """
            .formatted(schema);
    try (var insert = connection.prepareStatement(sql)) {
      insert.setArray(1, connection.createArrayOf("text", ids));
      insert.setArray(2, connection.createArrayOf("int", events.toArray()));
      insert.setBytes(3, EntityPool.EVENT);
      insert.executeUpdate();
    }
  }

  /** The peer's schema script, reduced to the tables for events. */
  private void createPeerTables(Connection connection) throws SQLException, IOException {
    try (var script =
        DataSetGenerator.class.getResourceAsStream("/schema/postgres/postgres-create-schema.sql")) {
      for (var statement :
          new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)) {
        if (!statement.isBlank()) {
          execute(connection, statement);
        }
      }
    }
    execute(connection, "grant all on all tables in schema public to " + server.program().user());
    execute(
        connection, "grant all on all sequences in schema public to " + server.program().user());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
