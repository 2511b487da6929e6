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

/** A PostgreSQL for a single test, which can be killed, restarted and run out of disk space. */
public final class DedicatedPostgres implements AutoCloseable {
  static final Path BINARIES = Path.of("target", "test-postgres-programs");

  private final Path data;
  private EmbeddedPostgres server;

  private DedicatedPostgres(Path data) throws IOException {
    this.data = data;
    this.server = EmbeddedPostgres.start(data, BINARIES);
  }

  /** Starts it and creates the shared schema. */
  public static DedicatedPostgres start(Path data) throws IOException {
    var postgres = new DedicatedPostgres(data);
    SharedSchema.migrate(DatabaseSettings.from(postgres.config(), new ArrayList<>()));
    return postgres;
  }

  /** Stops it as a crash does, without a checkpoint. */
  public void crash() throws IOException {
    server.stopImmediately();
  }

  /** Restarts it on the same port, also after it terminated by itself. */
  public void restart() throws IOException {
    var previous = server;
    server = EmbeddedPostgres.start(data, BINARIES);
    previous.stopImmediately();
  }

  public boolean isRunning() throws IOException {
    return PostgresDataDirectory.open(data.resolve("postgres")).mayBeRunning();
  }

  /** Makes it allocate WAL; it terminates when the disk is full. */
  public void switchWal() throws IOException, SQLException {
    try (var connection = server.connectAsSuperuser(PostgresBootstrap.DATABASE);
        var statement = connection.createStatement()) {
      statement.execute("select pg_switch_wal()");
      statement.execute("create table beginning (of int); drop table beginning; checkpoint");
    }
  }

  /** Terminates all client connections; clients can reconnect at once. */
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

  /** Environment variables of a node in a separate process. */
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

  /** The program's configuration, as in production except for the cluster. */
  public Config config() throws IOException {
    return config(port());
  }

  /** The same through a proxy on another port. */
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

  /** A connection outside the program's pools, as the owner of all tables. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        server.url(), server.owner().user(), server.owner().password());
  }

  @Override
  public void close() throws IOException {
    server.stopImmediately();
  }
}
