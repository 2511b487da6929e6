package dcm.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** Who may come into the embedded PostgreSQL: its superuser, to set it up, and the program. */
final class PostgresLogin {
  static final String SUPERUSER = "postgres";

  /** The program's login: it owns the database of the same name, and is no superuser. */
  static final String PROGRAM = "dcm";

  private static final String HAS_ROLE = "select 1 from pg_roles where rolname = 'dcm'";
  private static final String HAS_DATABASE = "select 1 from pg_database where datname = 'dcm'";
  private static final String CREATE_DATABASE = "create database dcm owner dcm";

  private PostgresLogin() {}

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
  }

  static Connection superuser(PostgresDirectory directory, String database)
      throws SQLException, IOException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", PostgresDirectory.read(directory.superuserPassword()));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url(directory.keptPort(), database), properties);
  }

  /**
   * Whether a server on our port takes our password and serves our directory. One that is still
   * recovering from a crash is waited for.
   */
  static boolean isServing(PostgresDirectory directory, Duration patience) throws IOException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (directory.isInitialised() && directory.postmasterMayLive()) {
      try (var connection = superuser(directory, "postgres");
          var statement = connection.createStatement();
          var answer = statement.executeQuery("show data_directory")) {
        answer.next();
        return Files.isSameFile(Path.of(answer.getString(1)), directory.cluster());
      } catch (SQLException notYet) {
        // 57P03: it is starting up; anything else is another program on that port
        if (!"57P03".equals(notYet.getSQLState()) || System.nanoTime() > deadline) {
          return false;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    return false;
  }

  /** Makes the program's login and database, if they are not there yet. */
  static void prepare(PostgresDirectory directory) throws SQLException, IOException {
    try (var connection = superuser(directory, "postgres");
        var statement = connection.createStatement()) {
      if (isEmpty(connection, HAS_ROLE)) {
        // DDL takes no parameters; the password is hexadecimal of our own making
        var password = PostgresDirectory.read(directory.loginPassword());
        statement.execute("create role dcm login password '%s'".formatted(password));
      }
      if (isEmpty(connection, HAS_DATABASE)) {
        statement.execute(CREATE_DATABASE);
      }
    }
  }

  private static boolean isEmpty(Connection connection, String select) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(select)) {
      return !rows.next();
    }
  }
}
