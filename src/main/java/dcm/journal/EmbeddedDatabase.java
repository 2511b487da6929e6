package dcm.journal;

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
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final PostgresDirectory directory;
  private final PostgresProgram program;
  private final boolean adopted;
  private final int port;
  private final FileChannel users;
  private final FileLock use;

  private EmbeddedDatabase(PostgresDirectory directory, PostgresProgram program, boolean adopted)
      throws IOException {
    this.directory = directory;
    this.program = program;
    this.adopted = adopted;
    this.port = directory.keptPort();
    this.users = open(directory.users());
    // a byte of our own: whoever can lock the whole file is alone
    this.use = users.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
  }

  /**
   * Starts or adopts the PostgreSQL kept in {@code data/postgres}; returns when it answers. Blocks
   * for a second or two.
   *
   * @throws IOException with a sentence for the operator when it cannot run here
   */
  public static EmbeddedDatabase start(Path data) throws IOException {
    var here = data.toAbsolutePath().normalize();
    return start(here, here.resolve("postgres"));
  }

  /** The programs may be kept apart from the data, so that tests unpack them once. */
  static EmbeddedDatabase start(Path data, Path programs) throws IOException {
    var directory = PostgresDirectory.in(data.resolve("postgres"));
    // one process at a time unpacks, and decides between starting and adopting
    try (var starting = open(directory.starting());
        var _ = starting.lock()) {
      var program = PostgresProgram.unpackInto(programs);
      var adopted = PostgresLogin.isServing(directory, PATIENCE);
      if (!adopted) {
        initialise(directory, program);
        directory.configure(directory.portToStartOn());
        control(
            directory,
            program,
            "start",
            "-l",
            directory.log().toString(),
            "-t",
            Long.toString(PATIENCE.toSeconds()));
      }
      PostgresLogin.prepare(directory);
      var database = new EmbeddedDatabase(directory, program, adopted);
      LOG.info(
          "{} the embedded PostgreSQL in {} on port {}",
          adopted ? "Adopted" : "Started",
          directory.root(),
          database.port);
      return database;
    } catch (SQLException refused) {
      throw new IOException("The embedded PostgreSQL does not let us in", refused);
    }
  }

  public String url() {
    return urlOf(PostgresLogin.DATABASE);
  }

  /** Reads and writes; owns nothing. */
  public Login program() {
    return new Login(PostgresLogin.PROGRAM, secret(PostgresDirectory::loginPassword));
  }

  /** Makes and changes tables. */
  public Login owner() {
    return new Login(PostgresLogin.OWNER, secret(PostgresDirectory::ownerPassword));
  }

  /** Whether it was running already, left behind by a killed process or shared with a live one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops PostgreSQL, unless another process still uses it. Does nothing the second time. */
  @Override
  public void close() throws IOException {
    stop("fast");
  }

  /** Stops it without writing down what it holds in memory, for whoever deletes it anyway. */
  void discard() throws IOException {
    stop("immediate");
  }

  private synchronized void stop(String mode) throws IOException {
    if (!use.isValid()) {
      return;
    }
    // nobody may begin to use it between our looking and our stopping it
    try (var starting = open(directory.starting());
        var _ = starting.lock()) {
      use.release();
      stopIfUnused(mode);
    }
  }

  private void stopIfUnused(String mode) throws IOException {
    try (users;
        var last = users.tryLock()) {
      if (last != null) {
        control(directory, program, "stop", "-m", mode);
      }
    } catch (OverlappingFileLockException usedInThisProcess) {
      LOG.debug("The embedded PostgreSQL stays: this process uses it once more", usedInThisProcess);
    }
  }

  String urlOf(String database) {
    return PostgresLogin.url(port, database);
  }

  Connection superuser(String database) throws SQLException, IOException {
    return PostgresLogin.superuser(directory, database);
  }

  private String secret(SecretFile file) {
    try {
      return PostgresDirectory.read(file.in(directory));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private interface SecretFile {
    Path in(PostgresDirectory directory) throws IOException;
  }

  private static void initialise(PostgresDirectory directory, PostgresProgram program)
      throws IOException {
    if (directory.isInitialised()) {
      directory.forgetStalePostmaster();
      return;
    }
    directory.clearCluster();
    program.run(
        directory.log(),
        "initdb",
        "-D",
        directory.cluster().toString(),
        "-U",
        PostgresLogin.SUPERUSER,
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

  private static void control(
      PostgresDirectory directory, PostgresProgram program, String verb, String... options)
      throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of(verb, "-w", "-D", directory.cluster().toString()));
    arguments.addAll(List.of(options));
    program.run(directory.log(), "pg_ctl", arguments.toArray(String[]::new));
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(
        lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
