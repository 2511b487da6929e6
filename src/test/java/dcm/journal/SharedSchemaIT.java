package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SharedSchemaIT {
  private final TestDatabase database = TestDatabase.fresh();

  @Test
  void several_nodes_may_bring_it_up_to_date_at_once() throws Exception {
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
  void the_programs_login_is_no_superuser() throws Exception {
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
