package dcm.embedded;

import dcm.journal.jdbc.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own for whoever has none: it keeps its data, port and passwords in one
 * directory, listens on loopback only, and asks for a password.
 *
 * <p>It outlives a JVM that is killed, and the next start adopts it. Several processes with the
 * same directory share it; the last one to close stops it.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

  private final PostgresDataDirectory directory;
  private final PostgresBinaries program;
  private final boolean isAdopted;
  private final int port;
  private final FileChannel usersChannel;
  private final FileLock useLock;

  private EmbeddedPostgres(
      PostgresDataDirectory directory, PostgresBinaries binaries, boolean adopted)
      throws IOException {
    this.directory = directory;
    this.program = binaries;
    this.isAdopted = adopted;
    this.port = directory.savedPort();
    this.usersChannel = open(directory.usersLock());
    // a byte of our own: whoever can lock the whole file is alone
    this.useLock = usersChannel.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
  }

  /**
   * Starts or adopts the PostgreSQL kept in {@code data/postgres}; returns when it answers. Blocks
   * for a second or two.
   *
   * @throws IOException with a sentence for the operator when it cannot run here
   */
  public static EmbeddedPostgres start(Path data) throws IOException {
    var dataDirectory = data.toAbsolutePath().normalize();
    return start(dataDirectory, dataDirectory.resolve("postgres"));
  }

  /** The programs may be kept apart from the data, so that tests unpack them once. */
  public static EmbeddedPostgres start(Path data, Path binariesDirectory) throws IOException {
    var directory = PostgresDataDirectory.open(data.resolve("postgres"));
    // one process at a time unpacks, and decides between starting and adopting
    try (var startChannel = open(directory.startLock());
        var _ = startChannel.lock()) {
      var binaries = PostgresBinaries.unpackInto(binariesDirectory);
      var adopted = PostgresBootstrap.isServing(directory, START_TIMEOUT);
      if (!adopted) {
        initialise(directory, binaries);
        directory.writeConfiguration(directory.choosePort());
        runPgCtl(
            directory,
            binaries,
            "start",
            "-l",
            directory.log().toString(),
            "-t",
            Long.toString(START_TIMEOUT.toSeconds()));
      }
      PostgresBootstrap.createRolesAndDatabase(directory);
      var database = new EmbeddedPostgres(directory, binaries, adopted);
      LOG.info(
          "{} the embedded PostgreSQL in {} on port {}",
          adopted ? "Adopted" : "Started",
          directory.root(),
          database.port);
      return database;
    } catch (SQLException refused) {
      throw new IOException("Cannot log in to the embedded PostgreSQL", refused);
    }
  }

  public String url() {
    return urlOf(PostgresBootstrap.DATABASE);
  }

  /** Reads and writes; owns nothing. */
  public DatabaseSettings.Credentials program() {
    return new DatabaseSettings.Credentials(
        PostgresBootstrap.PROGRAM, secret(PostgresDataDirectory::programPassword));
  }

  /** Makes and changes tables. */
  public DatabaseSettings.Credentials owner() {
    return new DatabaseSettings.Credentials(
        PostgresBootstrap.OWNER, secret(PostgresDataDirectory::ownerPassword));
  }

  /** Whether it was running already, left behind by a killed process or shared with a live one. */
  public boolean isAdopted() {
    return isAdopted;
  }

  /** Stops PostgreSQL, unless another process still uses it. Does nothing the second time. */
  @Override
  public void close() throws IOException {
    stop("fast");
  }

  /** Stops it without writing down what it holds in memory, for whoever deletes it anyway. */
  public void stopImmediately() throws IOException {
    stop("immediate");
  }

  private synchronized void stop(String mode) throws IOException {
    if (!useLock.isValid()) {
      return;
    }
    // nobody may begin to use it between our looking and our stopping it
    try (var startChannel = open(directory.startLock());
        var _ = startChannel.lock()) {
      useLock.release();
      stopIfUnused(mode);
    }
  }

  private void stopIfUnused(String mode) throws IOException {
    try (usersChannel;
        var exclusiveLock = usersChannel.tryLock()) {
      if (exclusiveLock != null) {
        runPgCtl(directory, program, "stop", "-m", mode);
      }
    } catch (OverlappingFileLockException usedInThisProcess) {
      LOG.debug("Embedded PostgreSQL keeps running: this process still uses it", usedInThisProcess);
    }
  }

  public String urlOf(String database) {
    return PostgresBootstrap.url(port, database);
  }

  public Connection connectAsSuperuser(String database) throws SQLException, IOException {
    return PostgresBootstrap.connectAsSuperuser(directory, database);
  }

  private String secret(SecretFile file) {
    try {
      return PostgresDataDirectory.read(file.locate(directory));
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
        // one call for a thousand files, where there is such a call
        "--sync-method=" + (System.getProperty("os.name").equals("Linux") ? "syncfs" : "fsync"));
    directory.setInitialised();
  }

  private static void runPgCtl(
      PostgresDataDirectory directory, PostgresBinaries binaries, String command, String... options)
      throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of(command, "-w", "-D", directory.cluster().toString()));
    arguments.addAll(List.of(options));
    binaries.run(directory.log(), "pg_ctl", arguments.toArray(String[]::new));
  }

  private static FileChannel open(Path lockFile) throws IOException {
    return FileChannel.open(
        lockFile, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
