package dcm.embedded;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dcm.journal.jdbc.DatabaseSettings;
import dcm.journal.schema.SharedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Map;

/** A PostgreSQL for one test alone, which may be ill-treated: killed, started again, starved. */
public final class DedicatedPostgres implements AutoCloseable {
  private static final Path BINARIES = Path.of("target", "test-postgres-programs");

  private final Path data;
  private EmbeddedPostgres server;

  private DedicatedPostgres(Path data) throws IOException {
    this.data = data;
    this.server = EmbeddedPostgres.start(data, BINARIES);
  }

  /** Starts with the shared schema in place. */
  public static DedicatedPostgres start(Path data) throws IOException {
    var postgres = new DedicatedPostgres(data);
    SharedSchema.migrate(DatabaseSettings.from(postgres.config(), new ArrayList<>()));
    return postgres;
  }

  /** As a crash does it: nothing is written down first. */
  public void crash() throws IOException {
    server.stopImmediately();
  }

  /** On the same port as before; also when it ended by itself. */
  public void restart() throws IOException {
    var previous = server;
    server = EmbeddedPostgres.start(data, BINARIES);
    previous.stopImmediately();
  }

  public boolean isRunning() throws IOException {
    return PostgresDataDirectory.open(data.resolve("postgres")).mayBeRunning();
  }

  /** Has it need space for its log; when there is none it cannot go on. */
  public void switchWal() throws IOException, SQLException {
    try (var connection = server.connectAsSuperuser(PostgresBootstrap.DATABASE);
        var statement = connection.createStatement()) {
      statement.execute("select pg_switch_wal()");
      statement.execute("create table beginning (of int); drop table beginning; checkpoint");
    }
  }

  /** Everybody who is connected is thrown out, and may come back at once. */
  public void terminateConnections() throws IOException, SQLException {
    try (var connection = server.connectAsSuperuser(PostgresBootstrap.DATABASE);
        var statement = connection.createStatement()) {
      statement.execute(
          """
          select pg_terminate_backend(pid) from pg_stat_activity
          where backend_type = 'client backend' and pid <> pg_backend_pid()
          """);
    }
  }

  /** For a node that is a process of its own. */
  public Map<String, String> environment() {
    return Map.of(
        "DCM_DB_URL", server.url(),
        "DCM_DB_USER", server.program().user(),
        "DCM_DB_PASSWORD", server.program().password(),
        "DCM_DB_OWNER_USER", server.owner().user(),
        "DCM_DB_OWNER_PASSWORD", server.owner().password());
  }

  public int port() throws IOException {
    return Integer.parseInt(Files.readString(data.resolve("postgres").resolve("port")).strip());
  }

  /** The program's configuration, as in production but for the cluster. */
  public Config config() throws IOException {
    return config(port());
  }

  /** The same through something that listens on another port. */
  public Config config(int port) {
    return ConfigFactory.parseMap(
            Map.ofEntries(
                Map.entry(
                    "dcm.journal.db.url", PostgresBootstrap.url(port, PostgresBootstrap.DATABASE)),
                Map.entry("dcm.journal.db.user", server.program().user()),
                Map.entry("dcm.journal.db.password", server.program().password()),
                Map.entry("dcm.journal.db.owner.user", server.owner().user()),
                Map.entry("dcm.journal.db.owner.password", server.owner().password()),
                Map.entry("pekko.coordinated-shutdown.exit-jvm", "off"),
                Map.entry("pekko.loglevel", "WARNING")))
        .withFallback(ConfigFactory.load());
  }

  /** A connection apart from the program's, as who owns all tables. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.url(), server.owner().user(), server.owner().password());
  }

  @Override
  public void close() throws IOException {
    server.stopImmediately();
  }
}
