package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupFailureIsolatorIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private final LanesProbe lanes = new LanesProbe(DATABASE);

  @AfterEach
  void close() {
    lanes.close();
  }

  @Test
  void unaffected_guilds_of_a_failed_group_stay_together() throws Exception {
    var guilds = lanes.createGuilds(100, 100);
    try (var session = DATABASE.connect();
        var lock = session.createStatement()) {
      session.setAutoCommit(false);
      lock.execute("lock table guild_150.event_journal");

      var answers = new ArrayList<>(lanes.send(guilds, 2));
      var failing = answers.remove(50);
      answers.forEach(answer -> answer.join());
      assertThatThrownBy(failing::join).hasMessageContaining("lock timeout");
    }
    // on a busy machine one eighth may time out; a hundred would be all guilds
    assertThat(lanes.metrics().isolatedWrites()).isLessThan(20);
    assertThat(lanes.metrics().largestGroup()).isGreaterThan(5);
  }

  @Test
  void a_guild_that_can_only_be_written_alone_does_not_break_every_group() throws Exception {
    var guilds = lanes.createGuilds(300, 8);
    // the program still believes that the table is attached
    execute("select dcm.detach_partition(303)");

    for (var number = 2; number <= 41; number++) {
      lanes.sendAndAwait(guilds, number);
    }

    assertThat(lanes.metrics().failedGroups()).isBetween(1L, 30L);
    assertThat(count("select count(*) from guild_303.event_journal")).isEqualTo(41);
  }

  @Test
  void a_guild_that_failed_a_group_once_rejoins_it() throws Exception {
    var guilds = lanes.createGuilds(400, 20);
    try (var session = DATABASE.connect();
        var lock = session.createStatement()) {
      session.setAutoCommit(false);
      lock.execute("lock table guild_410.event_journal");
      assertThatThrownBy(lanes.send(410, 2)::join).hasMessageContaining("lock timeout");
      session.rollback();
    }
    lanes.sendAndAwait(guilds.subList(10, 11), 2);
    var isolatedWrites = lanes.metrics().isolatedWrites();

    lanes.sendAndAwait(guilds.subList(10, 11), 3);

    assertThat(lanes.metrics().isolatedWrites()).isEqualTo(isolatedWrites);
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long count(String sql) throws SQLException {
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
