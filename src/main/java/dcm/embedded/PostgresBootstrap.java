package dcm.embedded;

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
final class PostgresBootstrap {
  static final String SUPERUSER = "postgres";

  /** The program's login: it owns nothing and may use what it was given. */
  static final String PROGRAM = "dcm";

  /** Owns the database that is called like the program's login; no superuser. */
  static final String OWNER = "dcm_owner";

  static final String DATABASE = "dcm";

  private static final String HAS_DATABASE = "select 1 from pg_database where datname = 'dcm'";
  private static final String CREATE_DATABASE = "create database dcm owner dcm_owner";

  // nothing for whoever is not named; set_config could undo what a connection was told at its start
  private static final String RESTRICT_PRIVILEGES =
      """
      reassign owned by dcm to dcm_owner;
      revoke all on database dcm from public;
      grant connect on database dcm to dcm;
      revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
      grant execute on function pg_catalog.set_config(text, text, boolean) to dcm_owner;
      """;

  private PostgresBootstrap() {}

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable";
  }

  static Connection connectAsSuperuser(PostgresDataDirectory directory, String database)
      throws SQLException, IOException {
    var properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", PostgresDataDirectory.read(directory.superuserPassword()));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url(directory.savedPort(), database), properties);
  }

  /**
   * Whether a server on our port takes our password and serves our directory. One that is still
   * recovering from a crash is waited for.
   */
  static boolean isServing(PostgresDataDirectory directory, Duration timeout) throws IOException {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (directory.isInitialised() && directory.mayBeRunning()) {
      try (var connection = connectAsSuperuser(directory, "postgres");
          var statement = connection.createStatement();
          var rows = statement.executeQuery("show data_directory")) {
        rows.next();
        return Files.isSameFile(Path.of(rows.getString(1)), directory.cluster());
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

  /** Makes both logins and the database, if they are not there yet, and says who may do what. */
  static void createRolesAndDatabase(PostgresDataDirectory directory)
      throws SQLException, IOException {
    try (var connection = connectAsSuperuser(directory, "postgres");
        var statement = connection.createStatement()) {
      createRole(connection, PROGRAM, directory.programPassword());
      createRole(connection, OWNER, directory.ownerPassword());
      if (isEmpty(connection, HAS_DATABASE)) {
        statement.execute(CREATE_DATABASE);
      }
    }
    try (var connection = connectAsSuperuser(directory, DATABASE);
        var statement = connection.createStatement()) {
      statement.execute(RESTRICT_PRIVILEGES);
    }
  }

  private static void createRole(Connection connection, String name, Path password)
      throws SQLException, IOException {
    if (isEmpty(connection, "select 1 from pg_roles where rolname = '%s'".formatted(name))) {
      try (var statement = connection.createStatement()) {
        // DDL takes no parameters; the password is hexadecimal of our own making
        statement.execute(
            "create role %s login password '%s'"
                .formatted(name, PostgresDataDirectory.read(password)));
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
