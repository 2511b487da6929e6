package dcm.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
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
  /** The program's login: it owns the database {@code dcm}, and is no superuser. */
  private static final String LOGIN = "dcm";

  private static final String SUPERUSER = "postgres";
  private static final Duration UNTIL_IT_ANSWERS = Duration.ofSeconds(60);
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private final PostgresDirectory directory;
  private final PostgresProgram program;
  private final int port;
  private final FileChannel users;
  private final boolean adopted;
  private final FileLock use;

  private EmbeddedDatabase(
      PostgresDirectory directory,
      PostgresProgram program,
      int port,
      FileChannel users,
      FileLock use,
      boolean adopted) {
    this.directory = directory;
    this.program = program;
    this.port = port;
    this.users = users;
    this.use = use;
    this.adopted = adopted;
  }

  /**
   * Starts or adopts the PostgreSQL kept in {@code data/postgres}; returns when it answers. Blocks
   * for a second or two.
   *
   * @throws IOException with a sentence for the operator when it cannot run here
   */
  public static EmbeddedDatabase start(Path data) throws IOException {
    return start(data, data.resolve("postgres"));
  }

  /** The programs may be kept apart from the data, so that tests unpack them once. */
  static EmbeddedDatabase start(Path data, Path programs) throws IOException {
    var program = PostgresProgram.unpackInto(programs);
    var directory = PostgresDirectory.in(data.resolve("postgres"));
    // one process at a time decides between starting and adopting
    try (var starting = open(directory.starting());
        var _ = starting.lock()) {
      var adopted = isThere(directory);
      if (!adopted) {
        initialise(directory, program);
        directory.configure(directory.portToStartOn());
        program.run(
            directory.log(),
            "pg_ctl",
            "-D",
            directory.cluster().toString(),
            "-l",
            directory.log().toString(),
            "-w",
            "-t",
            Long.toString(UNTIL_IT_ANSWERS.toSeconds()),
            "start");
      }
      var users = open(directory.users());
      // a byte of our own: whoever can lock the whole file is alone
      var use = users.lock(ThreadLocalRandom.current().nextLong(1L << 40), 1, false);
      var database =
          new EmbeddedDatabase(directory, program, directory.keptPort(), users, use, adopted);
      database.prepareLogin();
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
    return urlOf("dcm");
  }

  public String user() {
    return LOGIN;
  }

  public String password() {
    try {
      return PostgresDirectory.read(directory.loginPassword());
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  /** Whether it was running already, left behind by a killed process or shared with a live one. */
  public boolean adopted() {
    return adopted;
  }

  /** Stops PostgreSQL, unless another process still uses it. */
  @Override
  public synchronized void close() throws IOException {
    if (!use.isValid()) {
      return;
    }
    use.release();
    try (users;
        var last = users.tryLock()) {
      if (last != null) {
        program.run(
            directory.log(),
            "pg_ctl",
            "-D",
            directory.cluster().toString(),
            "-m",
            "fast",
            "-w",
            "stop");
      }
    } catch (OverlappingFileLockException usedInThisProcess) {
      LOG.debug("The embedded PostgreSQL stays: this process uses it once more", usedInThisProcess);
    }
  }

  String urlOf(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
  }

  Connection superuser(String database) throws SQLException, IOException {
    return superuser(directory, port, database);
  }

  private static Connection superuser(PostgresDirectory directory, int port, String database)
      throws SQLException, IOException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", PostgresDirectory.read(directory.superuserPassword()));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("sslmode", "disable");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
  }

  /**
   * A server on our port that takes our password and serves our directory. One that is still
   * recovering from a crash is waited for; a pid file without a process is PostgreSQL's to judge.
   */
  private static boolean isThere(PostgresDirectory directory) throws IOException {
    var deadline = System.nanoTime() + UNTIL_IT_ANSWERS.toNanos();
    while (directory.isInitialised() && directory.claimsToRun() && directory.postmasterMayLive()) {
      try (var connection = superuser(directory, directory.keptPort(), "postgres");
          var statement = connection.createStatement();
          var answer = statement.executeQuery("show data_directory")) {
        answer.next();
        return Files.isSameFile(Path.of(answer.getString(1)), directory.cluster());
      } catch (SQLException notYet) {
        // 57P03: it is starting up; anything else is another program on that port or a dead pid
        if (!"57P03".equals(notYet.getSQLState()) || System.nanoTime() > deadline) {
          return false;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    return false;
  }

  private static void initialise(PostgresDirectory directory, PostgresProgram program)
      throws IOException {
    if (directory.isInitialised()) {
      return;
    }
    deleteAll(directory.cluster());
    program.run(
        directory.log(),
        "initdb",
        "-D",
        directory.cluster().toString(),
        "-U",
        SUPERUSER,
        "-A",
        "scram-sha-256",
        "--pwfile=" + directory.superuserPassword(),
        "-E",
        "UTF8",
        "--locale=C",
        "-N");
    directory.setInitialised();
  }

  private void prepareLogin() throws SQLException, IOException {
    try (var connection = superuser("postgres");
        var statement = connection.createStatement()) {
      // the password is hexadecimal of our own making; DDL takes no parameters
      var password = PostgresDirectory.read(directory.loginPassword());
      try (var known =
          statement.executeQuery("select 1 from pg_roles where rolname = '" + LOGIN + "'")) {
        if (!known.next()) {
          connection
              .createStatement()
              .execute("create role " + LOGIN + " login password '" + password + "'");
        }
      }
      try (var known =
          statement.executeQuery("select 1 from pg_database where datname = '" + LOGIN + "'")) {
        if (!known.next()) {
          connection.createStatement().execute("create database " + LOGIN + " owner " + LOGIN);
        }
      }
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(
        lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void deleteAll(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path emptied, IOException problem)
              throws IOException {
            Files.delete(emptied);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
