package dcm.journal.jdbc;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.embedded.EmbeddedPostgres;
import dcm.journal.schema.SharedSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A new database with the shared schema, for one test class. All databases are in one embedded
 * PostgreSQL per JVM, which is stopped with the JVM.
 */
public record TestDatabase(
    String name,
    String url,
    DatabaseSettings.Credentials program,
    DatabaseSettings.Credentials owner) {
  private static final AtomicInteger CREATED = new AtomicInteger();

  public static synchronized TestDatabase fresh() {
    try {
      var server = Server.RUNNING.embedded();
      var name = "test_" + CREATED.incrementAndGet();
      try (var connection = server.connectAsSuperuser("postgres");
          var statement = connection.createStatement()) {
        statement.execute("create database " + name + " template dcm owner dcm_owner");
        statement.execute("revoke all on database " + name + " from public");
        statement.execute("grant connect on database " + name + " to dcm");
      }
      return new TestDatabase(
          name, server.urlOf(name), credentials(server.program()), credentials(server.owner()));
    } catch (IOException | SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private static DatabaseSettings.Credentials credentials(EmbeddedPostgres.DatabaseLogin login) {
    return new DatabaseSettings.Credentials(login.user(), login.password());
  }

  /**
   * The program's configuration with this database, for an actor system outside a cluster that does
   * not exit the JVM. Timeouts are longer than in production, so that a busy machine does not fail
   * tests that are not about timeouts.
   */
  public Config config() {
    return ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry("dcm.journal.db.url", url),
                Map.entry("dcm.journal.db.user", program.user()),
                Map.entry("dcm.journal.db.password", program.password()),
                Map.entry("dcm.journal.db.owner.user", owner.user()),
                Map.entry("dcm.journal.db.owner.password", owner.password()),
                Map.entry("dcm.journal.db.statement-timeout", "20s"),
                Map.entry("dcm.journal.db.socket-timeout", "30s"),
                Map.entry("dcm.journal.db.connect-timeout", "15s"),
                Map.entry("dcm.journal.circuit-breaker.call-timeout", "40s"),
                Map.entry("dcm.snapshot.circuit-breaker.call-timeout", "40s"),
                Map.entry("pekko.actor.provider", "local"),
                Map.entry("pekko.remote.artery.canonical.port", 0),
                Map.entry("pekko.coordinated-shutdown.exit-jvm", "off"),
                Map.entry("pekko.loglevel", "WARNING")))
        .withFallback(ConfigFactory.load());
  }

  public DatabaseSettings settings() {
    return DatabaseSettings.from(config(), new ArrayList<>());
  }

  /** A connection outside the program's pools, as the owner of all tables. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, owner.user(), owner.password());
  }

  /** A connection with the program's privileges. */
  public Connection connectAsProgram() throws SQLException {
    return DriverManager.getConnection(url, program.user(), program.password());
  }

  private record Server(EmbeddedPostgres embedded) {
    static final Server RUNNING = start();

    static Server start() {
      try {
        var data = Files.createTempDirectory(Path.of("target"), "test-postgres");
        var server = EmbeddedPostgres.start(data, Path.of("target", "test-postgres-programs"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data)));
        // template of all test databases
        SharedSchema.migrate(
            DatabaseSettings.from(
                ConfigFactory.parseMap(
                        Map.of(
                            "dcm.journal.db.url", server.url(),
                            "dcm.journal.db.user", server.program().user(),
                            "dcm.journal.db.password", server.program().password(),
                            "dcm.journal.db.owner.user", server.owner().user(),
                            "dcm.journal.db.owner.password", server.owner().password()))
                    .withFallback(ConfigFactory.load()),
                new ArrayList<>()));
        return new Server(server);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    private static void stop(EmbeddedPostgres server, Path data) {
      try {
        server.stopImmediately();
        try (var files = Files.walk(data)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }
}
