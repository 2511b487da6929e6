package dcm.bench;

import dcm.journal.Database;
import dcm.journal.SchemaName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Makes the databases of a town: schemas and histories, the same ones for both contestants. */
final class Furnisher {
  private static final int AT_ONCE = 500;

  private static final String HISTORY =
      """
      insert into %s.event_journal (persistence_id, sequence_number, writer, write_timestamp,
          adapter_manifest, event_ser_id, event_ser_manifest, event_payload)
      select id, number, 'furnisher', 1767225600000, '', 4, '', payload
      from unnest(?::text[], ?::int[]) as guild (id, events)
          cross join lateral generate_series(1, events) as number
          cross join (select ?::bytea as payload) as event
      order by number, id
      """;

  private final Server server;

  Furnisher(Server server) {
    this.server = server;
  }

  void furnish(Town town) throws SQLException, IOException {
    if (create(town.database())) {
      var begun = System.nanoTime();
      schemas(town);
      done(town.database());
      System.out.printf(
          "%,d schemas made in %.0f s%n", town.guilds(), (System.nanoTime() - begun) / 1e9);
    }
    ourHistory(town);
    var peer = Contestant.PEER.database(town);
    if (create(peer)) {
      try (var connection = server.superuser(peer)) {
        peerTables(connection);
      }
      done(peer);
    }
    peerHistory(town);
  }

  /** False when it is there already, complete. */
  private boolean create(String name) throws SQLException, IOException {
    try (var connection = server.superuser("postgres");
        var statement = connection.createStatement()) {
      var mark = "select shobj_description(oid, 'pg_database') from pg_database where datname = '";
      try (var rows = statement.executeQuery(mark + name + "'")) {
        if (rows.next() && "furnished".equals(rows.getString(1))) {
          return false;
        }
      }
      statement.execute("drop database if exists " + name);
      statement.execute("create database " + name + " template dcm owner dcm");
      return true;
    }
  }

  private void done(String name) throws SQLException, IOException {
    try (var connection = server.superuser("postgres")) {
      execute(connection, "comment on database " + name + " is 'furnished'");
    }
  }

  /** As the program makes them. */
  private void schemas(Town town) {
    var config =
        Contestant.OURS.config(
            server.url(town.database()),
            server.user(),
            server.password(),
            List.of("dcm.journal.db.queue=" + (town.guilds() + 1)));
    var system = ActorSystem.create(Behaviors.empty(), "furnisher", config);
    try {
      var database = Database.get(system);
      CompletableFuture.allOf(
              Arrays.stream(town.snowflakes())
                  .mapToObj(guild -> database.writeIn(new SchemaName(guild), connection -> true))
                  .map(CompletionStage::toCompletableFuture)
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  /** The same at each run, whatever was written in the last. */
  private void ourHistory(Town town) throws SQLException, IOException {
    var snowflakes = town.snowflakes();
    var ids = town.persistenceIds();
    try (var connection = server.superuser(town.database())) {
      connection.setAutoCommit(false);
      for (var guild = 0; guild < ids.length; guild++) {
        var schema = new SchemaName(snowflakes[guild]).toString();
        if (isToBeWritten(connection, schema, guild)) {
          history(connection, schema, new String[] {ids[guild]}, guild);
        }
        if (guild % AT_ONCE == 0) {
          connection.commit();
        }
      }
      connection.commit();
    }
  }

  private void peerHistory(Town town) throws SQLException, IOException {
    try (var connection = server.superuser(Contestant.PEER.database(town))) {
      // the first of them has the longest
      if (isToBeWritten(connection, "public", 0)) {
        history(connection, "public", town.persistenceIds(), 0);
        execute(connection, "vacuum analyze");
      }
    }
  }

  private static boolean isToBeWritten(Connection connection, String schema, int guild)
      throws SQLException {
    var highest = "select coalesce(max(sequence_number), 0) from " + schema + ".event_journal";
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(highest)) {
      rows.next();
      if (rows.getLong(1) == Town.history(guild)) {
        return false;
      }
    }
    execute(connection, "truncate " + schema + ".event_journal cascade");
    return true;
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
    try (var insert = connection.prepareStatement(HISTORY.formatted(schema))) {
      insert.setArray(1, connection.createArrayOf("text", ids));
      insert.setArray(2, connection.createArrayOf("int", events.toArray()));
      insert.setBytes(3, Crowd.EVENT);
      insert.executeUpdate();
    }
  }

  /** From the script that the peer ships; without what it does not need for events. */
  private static void peerTables(Connection connection) throws SQLException, IOException {
    try (var script =
        Furnisher.class.getResourceAsStream("/schema/postgres/postgres-create-schema.sql")) {
      for (var statement :
          new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)) {
        if (!statement.isBlank()) {
          execute(connection, statement);
        }
      }
    }
    execute(connection, "grant all on all tables in schema public to dcm");
    execute(connection, "grant all on all sequences in schema public to dcm");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
