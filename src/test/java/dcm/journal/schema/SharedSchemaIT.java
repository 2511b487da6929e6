package dcm.journal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SharedSchemaIT {
  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void several_nodes_may_migrate_it_concurrently() throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute("drop schema dcm cascade");
    }
    try (var nodes = Executors.newFixedThreadPool(4)) {
      var started = new ArrayList<Future<?>>();
      for (var node = 0; node < 4; node++) {
        started.add(nodes.submit(() -> SharedSchema.migrate(database.settings())));
      }
      for (var node : started) {
        node.get();
      }
    }
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var tables =
            statement.executeQuery(
                "select count(*) from information_schema.tables where table_schema = 'dcm'"
                    + " and table_name in ('guilds', 'guild_schemas', 'users', 'guild_wakeup',"
                    + " 'cluster_node', 'lease', 'signing_key')")) {
      tables.next();
      assertThat(tables.getInt(1)).isEqualTo(7);
    }
  }

  @Test
  void a_program_older_than_the_schema_does_not_start_and_names_running_nodes() throws Exception {
    execute(
        """
        insert into dcm.flyway_schema_history
          (installed_rank, version, description, type, script, checksum, installed_by,
           execution_time, success)
        values (999, '999', 'from the future', 'SQL', 'V999__from_the_future.sql', 1, 'dcm_owner',
                1, true)
        """);
    assertThatThrownBy(() -> SharedSchema.migrate(database.settings()))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("shared schema version 999 is newer than this program's version")
        .hasMessageContaining("no nodes running");

    execute(
        "insert into dcm.cluster_node (address, incarnation, version) values"
            + " ('pekko://dcm@10.0.0.7:7355', 1, '9.9')");
    assertThatThrownBy(() -> SharedSchema.migrate(database.settings()))
        .hasMessageContaining("running nodes: pekko://dcm@10.0.0.7:7355 (DCM 9.9)");
  }

  @Test
  void a_newer_program_migrates_while_nodes_run_and_logs_it() throws Exception {
    execute(
        "insert into dcm.cluster_node (address, incarnation, version) values"
            + " ('pekko://dcm@10.0.0.7:7355', 1, '0.9')");
    var appender = new ListAppender<ILoggingEvent>();
    appender.start();
    var log = (Logger) LoggerFactory.getLogger(SharedSchema.class);
    log.addAppender(appender);
    try {
      SharedSchema.migrate(database.settings(), "classpath:db/shared", "classpath:db/shared-next");
    } finally {
      log.detachAppender(appender);
    }
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .matches("(?s)Migrating the shared schema from version \\d+ to 1000 .*")
        .contains("while nodes are running: pekko://dcm@10.0.0.7:7355 (DCM 0.9). They continue");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void the_programs_login_is_not_a_superuser() throws Exception {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var answer =
            statement.executeQuery(
                "select rolsuper, rolcreaterole, rolcreatedb from pg_roles"
                    + " where rolname = current_user")) {
      answer.next();
      assertThat(new boolean[] {answer.getBoolean(1), answer.getBoolean(2), answer.getBoolean(3)})
          .containsOnly(false);
    }
  }
}
