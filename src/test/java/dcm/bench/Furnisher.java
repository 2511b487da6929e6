package dcm.bench;

import dcm.journal.GuildsAtOnce;
import dcm.journal.SchemaName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;

/** Makes the databases of a town: schemas and histories, the same ones for both contestants. */
final class Furnisher {
  private static final int AT_ONCE = 200;

  private final Server server;

  Furnisher(Server server) {
    this.server = server;
  }

  void furnish(Town town) throws SQLException, IOException {
    if (create(town.database(), "dcm")) {
      var begun = System.nanoTime();
      schemas(town);
      done(town.database());
      System.out.printf(
          "%,d schemas made in %.0f s%n", town.guilds(), (System.nanoTime() - begun) / 1e9);
    }
    ourHistory(town);
    var peer = Contestant.PEER.database(town);
    // where no schema is called like the login, which PostgreSQL would look into first
    if (create(peer, "template1")) {
      try (var connection = server.superuser(peer)) {
        peerTables(connection);
      }
      done(peer);
    }
    peerHistory(town);
  }

  /** False when it is there already, complete. */
  private boolean create(String name, String template) throws SQLException, IOException {
    try (var connection = server.superuser("postgres");
        var statement = connection.createStatement()) {
      var mark = "select shobj_description(oid, 'pg_database') from pg_database where datname = '";
      try (var rows = statement.executeQuery(mark + name + "'")) {
        if (rows.next() && "furnished".equals(rows.getString(1))) {
          return false;
        }
      }
      statement.execute("drop database if exists " + name);
      statement.execute(
          "create database " + name + " template " + template + " owner " + server.owner().user());
      return true;
    }
  }

  private void done(String name) throws SQLException, IOException {
    try (var connection = server.superuser("postgres")) {
      execute(connection, "comment on database " + name + " is 'furnished'");
    }
  }

  /** As the program makes them, only many in one transaction. */
  private void schemas(Town town) throws SQLException {
    try (var connection = server.owner(town.database())) {
      connection.setAutoCommit(false);
      var guilds = town.snowflakes();
      for (var from = 0; from < guilds.length; from += AT_ONCE) {
        var to = Math.min(guilds.length, from + AT_ONCE);
        GuildsAtOnce.build(connection, server.program(), Arrays.copyOfRange(guilds, from, to));
      }
    }
  }

  /** The same at each run, whatever was written in the last. */
  private void ourHistory(Town town) throws SQLException, IOException {
    var snowflakes = town.snowflakes();
    var ids = town.persistenceIds();
    var emptied = new ArrayList<String>();
    try (var connection = server.superuser(town.database())) {
      connection.setAutoCommit(false);
      for (var guild = 0; guild < ids.length; guild++) {
        var schema = new SchemaName(snowflakes[guild]).toString();
        if (takesAway(connection, schema, guild)) {
          emptied.add(schema + ".event_journal");
        } else if (isEmpty(connection, schema)) {
          history(connection, schema, new String[] {ids[guild]}, guild);
        }
        if (guild % AT_ONCE == 0) {
          connection.commit();
        }
      }
      connection.commit();
      // or the server does it beside the first rounds, for whoever is measured just then
      connection.setAutoCommit(true);
      for (var from = 0; from < emptied.size(); from += AT_ONCE) {
        var to = Math.min(emptied.size(), from + AT_ONCE);
        execute(connection, "vacuum " + String.join(", ", emptied.subList(from, to)));
      }
    }
  }

  private void peerHistory(Town town) throws SQLException, IOException {
    try (var connection = server.superuser(Contestant.PEER.database(town))) {
      execute(connection, "truncate event_journal cascade");
      history(connection, "public", town.persistenceIds(), 0);
      execute(connection, "vacuum analyze");
    }
  }

  /** Whether something was written since, which is taken away. */
  private static boolean takesAway(Connection connection, String schema, int guild)
      throws SQLException {
    // a table truncated costs ten times as much as its few rows deleted
    try (var statement = connection.createStatement()) {
      return statement.executeUpdate(
              "delete from %s.event_journal where sequence_number > %d"
                  .formatted(schema, Town.history(guild)))
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
   * Events as they come when all write in turn: in one table those of one guild lie far apart.
   *
   * @param first which of the town's guilds the first id belongs to
   */
  private static void history(Connection connection, String schema, String[] ids, int first)
      throws SQLException {
    var events = new ArrayList<Integer>();
    for (var i = 0; i < ids.length; i++) {
      events.add(Town.history(first + i));
    }
    var sql =
        """
        insert into %s.event_journal (persistence_id, sequence_number, writer, write_timestamp,
            adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
        select id, number, 'furnisher', 1767225600000, '', 4, '', payload
        from unnest(?::text[], ?::int[]) as guild (id, events)
            cross join lateral generate_series(1, events) as number
            cross join (select ?::bytea as payload) as event
        order by number, id
        """
            .formatted(schema);
    try (var insert = connection.prepareStatement(sql)) {
      insert.setArray(1, connection.createArrayOf("text", ids));
      insert.setArray(2, connection.createArrayOf("int", events.toArray()));
      insert.setBytes(3, Crowd.EVENT);
      insert.executeUpdate();
    }
  }

  /** From the script that the peer ships; without what it does not need for events. */
  private void peerTables(Connection connection) throws SQLException, IOException {
    try (var script =
        Furnisher.class.getResourceAsStream("/schema/postgres/postgres-create-schema.sql")) {
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
