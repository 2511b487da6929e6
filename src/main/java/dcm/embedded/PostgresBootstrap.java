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

/** Roles and database of the embedded PostgreSQL. */
final class PostgresBootstrap {
  static final String SUPERUSER = "postgres";

  /** The program's login: it owns nothing and has the privileges granted to it. */
  static final String PROGRAM = "dcm";

  /** Owner of the database; not a superuser. */
  static final String OWNER = "dcm_owner";

  static final String DATABASE = "dcm";

  private static final String HAS_DATABASE = "select 1 from pg_database where datname = 'dcm'";
  private static final String CREATE_DATABASE = "create database dcm owner dcm_owner";

  // no privileges for public; set_config could change the settings made at connection start
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
    properties.setProperty("password", ServerDirectory.readSecret(directory.superuserPassword()));
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(url(directory.files().savedPort(), database), properties);
  }

  /**
   * True when the server on the saved port accepts the saved password and serves this directory.
   * Waits for a server that is still in crash recovery.
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
        // 57P03: starting up; any other state: another program listens on that port
        if (!"57P03".equals(notYet.getSQLState()) || System.nanoTime() > deadline) {
          return false;
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
    return false;
  }

  /** Creates both roles and the database if they are missing, and grants their privileges. */
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
        // DDL takes no parameters; the generated password is hexadecimal
        statement.execute(
            "create role %s login password '%s'"
                .formatted(name, ServerDirectory.readSecret(password)));
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
