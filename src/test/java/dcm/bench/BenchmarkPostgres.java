package dcm.bench;

import com.typesafe.config.ConfigFactory;
import dcm.embedded.EmbeddedPostgres;
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

/**
 * The embedded PostgreSQL with more memory, in a directory that is kept, so that ten thousand
 * schemas are created once.
 */
final class BenchmarkPostgres implements AutoCloseable {
  private static final String MEASUREMENT_SETTINGS =
      """
      shared_buffers = 1GB
      max_wal_size = 8GB
      min_wal_size = 2GB
      checkpoint_timeout = 30min
      wal_compression = on
      """;
  private static final String GENERATION_SETTINGS =
      """
      shared_buffers = 1GB
      max_wal_size = 16GB
      fsync = off
      full_page_writes = off
      synchronous_commit = off
      autovacuum = off
      """;

  private final Path directory;
  private EmbeddedPostgres embedded;

  private BenchmarkPostgres(Path directory) {
    this.directory = directory;
  }

  static BenchmarkPostgres forGeneration(Path directory) throws IOException {
    return new BenchmarkPostgres(directory).startWith(GENERATION_SETTINGS);
  }

  static BenchmarkPostgres forMeasurement(Path directory) throws IOException {
    return new BenchmarkPostgres(directory).startWith(MEASUREMENT_SETTINGS);
  }

  private BenchmarkPostgres startWith(String settings) throws IOException {
    Files.createDirectories(postgres());
    Files.writeString(postgres().resolve("own.conf"), settings);
    embedded = EmbeddedPostgres.start(directory);
    if (embedded.isAdopted()) {
      throw new IOException("A server of an earlier run is still running, with other settings");
    }
    return this;
  }

  /** Restarts the server; true when the page cache was emptied in between. */
  boolean restartCold() throws IOException, InterruptedException {
    embedded.close();
    var emptied = emptyPageCache();
    embedded = EmbeddedPostgres.start(directory);
    return emptied;
  }

  private static boolean emptyPageCache() throws InterruptedException {
    try {
      new ProcessBuilder("sync").start().waitFor();
      Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
      return true;
    } catch (IOException notPermitted) {
      return false;
    }
  }

  Path directory() {
    return directory;
  }

  private Path postgres() {
    return directory.resolve("postgres");
  }

  String url(String database) {
    return embedded.url().replaceFirst("/dcm\\b", "/" + database);
  }

  DatabaseSettings.Credentials program() {
    return credentials(embedded.program());
  }

  DatabaseSettings.Credentials owner() {
    return credentials(embedded.owner());
  }

  private static DatabaseSettings.Credentials credentials(EmbeddedPostgres.DatabaseLogin login) {
    return new DatabaseSettings.Credentials(login.user(), login.password());
  }

  Connection owner(String database) throws SQLException {
    return DriverManager.getConnection(url(database), owner().user(), owner().password());
  }

  PostgresProcessUsage processes() throws IOException {
    return PostgresProcessUsage.of(postgres().resolve("cluster"));
  }

  Connection connectAsSuperuser(String database) throws SQLException, IOException {
    var password = Files.readString(postgres().resolve("superuser-password")).strip();
    return DriverManager.getConnection(url(database), "postgres", password);
  }

  /** Migrates the shared schema of a database. */
  void migrate(String database) {
    SharedSchema.migrate(
        DatabaseSettings.from(
            ConfigFactory.parseMap(
                    Map.of(
                        "dcm.journal.db.url", url(database),
                        "dcm.journal.db.user", program().user(),
                        "dcm.journal.db.password", program().password(),
                        "dcm.journal.db.owner.user", owner().user(),
                        "dcm.journal.db.owner.password", owner().password()))
                .withFallback(ConfigFactory.load()),
            new ArrayList<>()));
  }

  @Override
  public void close() throws IOException {
    embedded.close();
  }
}
