package dcm.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An embedded PostgreSQL: data, port and passwords are kept in one directory. It listens on
 * loopback only and requires a password.
 */
public final class EmbeddedPostgres extends SharedServer {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final PostgresDataDirectory directory;
  private final Path binariesDirectory;
  private final int port;
  private @Nullable PostgresBinaries binaries;

  private EmbeddedPostgres(
      PostgresDataDirectory directory,
      Path binariesDirectory,
      int port,
      StartLock startLock,
      boolean isAdopted) {
    super("PostgreSQL", directory.files(), startLock, isAdopted);
    this.directory = directory;
    this.binariesDirectory = binariesDirectory;
    this.port = port;
  }

  /** Name and password of a PostgreSQL role. */
  public record DatabaseLogin(String user, String password) {
    /** Without the password, which must not be logged. */
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * Starts or adopts the PostgreSQL kept in {@code data/postgres}; returns when it accepts
   * connections. Blocks for a second or two.
   *
   * @throws IOException with a message for the operator when it cannot run on this machine
   */
  public static EmbeddedPostgres start(Path data) throws IOException {
    var dataDirectory = data.toAbsolutePath().normalize();
    return start(dataDirectory, dataDirectory.resolve("postgres"));
  }

  /** The same with the binaries in another directory, so that tests unpack them once. */
  public static EmbeddedPostgres start(Path data, Path binariesDirectory) throws IOException {
    var postgres = prepare(data, binariesDirectory);
    postgres.launchOrClose();
    return postgres;
  }

  /**
   * Reserves the directory {@code data/postgres} and a port; {@link #launch} starts or adopts the
   * PostgreSQL.
   */
  public static EmbeddedPostgres prepare(Path data) throws IOException {
    var dataDirectory = data.toAbsolutePath().normalize();
    return prepare(dataDirectory, dataDirectory.resolve("postgres"));
  }

  private static EmbeddedPostgres prepare(Path data, Path binariesDirectory) throws IOException {
    var directory = PostgresDataDirectory.open(data.resolve("postgres"));
    return prepare(
        directory.files(),
        lock -> {
          var adopted = PostgresBootstrap.isServing(directory, START_TIMEOUT);
          var port = adopted ? directory.files().savedPort() : directory.choosePort();
          return new EmbeddedPostgres(directory, binariesDirectory, port, lock, adopted);
        });
  }

  @Override
  void start() throws IOException {
    var binaries = PostgresBinaries.unpackInto(binariesDirectory);
    this.binaries = binaries;
    if (!isAdopted()) {
      initialise(directory, binaries);
      directory.writeConfiguration(port);
      runPgCtl(
          directory,
          binaries,
          "start",
          "-l",
          directory.log().toString(),
          "-t",
          Long.toString(START_TIMEOUT.toSeconds()));
    }
    try {
      PostgresBootstrap.createRolesAndDatabase(directory);
    } catch (SQLException rejected) {
      throw new IOException("Cannot log in to the embedded PostgreSQL", rejected);
    }
  }

  @Override
  public int port() {
    return port;
  }

  public String url() {
    return urlOf(PostgresBootstrap.DATABASE);
  }

  /** The login that reads and writes; it owns nothing. */
  public DatabaseLogin program() {
    return new DatabaseLogin(
        PostgresBootstrap.PROGRAM, secret(PostgresDataDirectory::programPassword));
  }

  /** The login that creates and alters tables. */
  public DatabaseLogin owner() {
    return new DatabaseLogin(PostgresBootstrap.OWNER, secret(PostgresDataDirectory::ownerPassword));
  }

  @Override
  void shutDown() throws IOException {
    stop("fast");
  }

  /** Stops it without a checkpoint; for data that is deleted afterwards. */
  public void stopImmediately() throws IOException {
    stopIfUnused(() -> stop("immediate"));
  }

  private void stop(String mode) throws IOException {
    runPgCtl(directory, Objects.requireNonNull(binaries), "stop", "-m", mode);
  }

  public String urlOf(String database) {
    return PostgresBootstrap.url(port, database);
  }

  public Connection connectAsSuperuser(String database) throws SQLException, IOException {
    return PostgresBootstrap.connectAsSuperuser(directory, database);
  }

  private String secret(SecretFile file) {
    try {
      return ServerDirectory.readSecret(file.locate(directory));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private interface SecretFile {
    Path locate(PostgresDataDirectory directory) throws IOException;
  }

  private static void initialise(PostgresDataDirectory directory, PostgresBinaries binaries)
      throws IOException {
    if (directory.isInitialised()) {
      directory.deleteStalePidFile();
      return;
    }
    directory.clearCluster();
    binaries.run(
        directory.log(),
        "initdb",
        "-D",
        directory.cluster().toString(),
        "-U",
        PostgresBootstrap.SUPERUSER,
        "-A",
        "scram-sha-256",
        "--pwfile=" + directory.superuserPassword(),
        "-E",
        "UTF8",
        "--locale=C",
        // on Linux one system call for a thousand files
        "--sync-method=" + (System.getProperty("os.name").equals("Linux") ? "syncfs" : "fsync"));
    directory.setInitialised();
  }

  static void runPgCtl(
      PostgresDataDirectory directory, PostgresBinaries binaries, String command, String... options)
      throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of(command, "-w", "-D", directory.cluster().toString()));
    arguments.addAll(List.of(options));
    binaries.run(directory.log(), "pg_ctl", arguments.toArray(String[]::new));
  }
}
