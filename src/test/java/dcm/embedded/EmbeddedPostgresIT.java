package dcm.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  private static final Path BINARIES = Path.of("target", "test-postgres-programs");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path data;

  private Process other;

  /** A separate process that starts the database, writes a row and waits for its end. */
  static final class SecondProcess {
    private SecondProcess() {}

    public static void main(String[] data) throws Exception {
      var database = EmbeddedPostgres.start(Path.of(data[0]), BINARIES);
      execute(database, "create table if not exists kept (line text)");
      execute(database, "insert into kept values ('from a second process')");
      Files.writeString(Path.of(data[0], "ready"), "");
      while (System.in.read() >= 0) {
        // until the test closes its input or kills this process
      }
      database.close();
    }
  }

  @BeforeEach
  void startInAnotherProcess() throws IOException {
    other =
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    SecondProcess.class.getName(),
                    data.toString()))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("second-process.log").toFile())
            .start();
    await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(data.resolve("ready")));
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    other.destroyForcibly().waitFor();
    if (Files.exists(postmaster())) {
      EmbeddedPostgres.start(data, BINARIES).close();
    }
  }

  @Test
  void a_postgresql_left_by_a_killed_process_is_adopted_with_its_data() throws Exception {
    other.destroyForcibly().waitFor();

    try (var database = EmbeddedPostgres.start(data, BINARIES)) {
      assertThat(database.isAdopted()).isTrue();
      assertThat(lines(database)).isEqualTo(1);
    }
    assertThat(postmaster()).doesNotExist();
  }

  @Test
  void a_killed_postgresql_is_started_again() throws Exception {
    other.destroyForcibly().waitFor();
    var pid = Long.parseLong(Files.readAllLines(postmaster()).getFirst());
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    await().atMost(Duration.ofMinutes(1)).until(() -> ProcessHandle.of(pid).isEmpty());

    try (var database = EmbeddedPostgres.start(data, BINARIES)) {
      assertThat(database.isAdopted()).isFalse();
      assertThat(lines(database)).isEqualTo(1);
    }
  }

  @Test
  void a_process_with_the_reused_id_of_a_dead_postgresql_does_not_prevent_the_start()
      throws Exception {
    other.getOutputStream().close();
    assertThat(other.waitFor()).isZero();
    Files.writeString(
        postmaster(),
        """
        %d
        %s
        1700000000
        1
        """
            .formatted(ProcessHandle.current().pid(), data.resolve("postgres/cluster")));

    try (var database = EmbeddedPostgres.start(data, BINARIES)) {
      assertThat(database.isAdopted()).isFalse();
      assertThat(lines(database)).isEqualTo(1);
    }
  }

  @Test
  void the_last_process_stops_it() throws Exception {
    try (var database = EmbeddedPostgres.start(data, BINARIES)) {
      assertThat(database.isAdopted()).isTrue();
      other.getOutputStream().close();
      assertThat(other.waitFor()).isZero();

      assertThat(lines(database)).isEqualTo(1);
    }
    assertThat(postmaster()).doesNotExist();
  }

  @Test
  void it_writes_durably_and_requires_the_password() throws Exception {
    try (var database = EmbeddedPostgres.start(data, BINARIES);
        var connection = database.connectAsSuperuser("dcm");
        var statement = connection.createStatement();
        var settings =
            statement.executeQuery(
                "select string_agg(name || '=' || setting, ' ' order by name) from pg_settings"
                    + " where name in ('fsync', 'synchronous_commit', 'full_page_writes',"
                    + " 'listen_addresses', 'unix_socket_directories')")) {
      settings.next();
      assertThat(settings.getString(1))
          .isEqualTo(
              "fsync=on full_page_writes=on listen_addresses=127.0.0.1 synchronous_commit=on"
                  + " unix_socket_directories=");
      assertThat(
              Assertions.catchThrowableOfType(
                      SQLException.class,
                      () -> DriverManager.getConnection(database.url(), "dcm", "guess"))
                  .getSQLState())
          .isEqualTo("28P01");
    }
    try (var files = Files.list(data.resolve("postgres"))) {
      assertThat(files.filter(file -> file.getFileName().toString().endsWith("password")).toList())
          .hasSize(3)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  private Path postmaster() {
    return data.resolve("postgres/cluster/postmaster.pid");
  }

  private static long lines(EmbeddedPostgres database) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                database.url(), database.owner().user(), database.owner().password());
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from kept where line = 'from a second process'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(EmbeddedPostgres database, String sql) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                database.url(), database.owner().user(), database.owner().password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
