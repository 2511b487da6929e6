package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SieveIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private final LanesProbe lanes = new LanesProbe(DATABASE);

  @AfterEach
  void close() {
    lanes.close();
  }

  @Test
  void the_innocent_of_a_group_stay_together() throws Exception {
    var guilds = lanes.founded(100, 100);
    try (var outside = DATABASE.connect();
        var lock = outside.createStatement()) {
      outside.setAutoCommit(false);
      lock.execute("lock table guild_150.event_journal");

      var answers = new ArrayList<>(lanes.send(guilds, 2));
      var culprit = answers.remove(50);
      answers.forEach(answer -> answer.join());
      assertThatThrownBy(culprit::join).hasMessageContaining("lock timeout");
    }
    // one eighth may have met a busy machine; a hundred would be everybody
    assertThat(lanes.counts().writesApart()).isLessThan(20);
    assertThat(lanes.counts().largestGroup()).isGreaterThan(5);
  }

  @Test
  void who_can_be_written_alone_only_does_not_break_every_group() throws Exception {
    var guilds = lanes.founded(300, 8);
    // behind our back: we go on thinking that it hangs on the tree
    execute("select dcm.detach(303)");

    for (var number = 2; number <= 41; number++) {
      lanes.together(guilds, number);
    }

    assertThat(lanes.counts().brokenGroups()).isBetween(1L, 30L);
    assertThat(count("select count(*) from guild_303.event_journal")).isEqualTo(41);
  }

  @Test
  void who_was_found_guilty_once_is_back_in_the_group() throws Exception {
    var guilds = lanes.founded(400, 20);
    try (var outside = DATABASE.connect();
        var lock = outside.createStatement()) {
      outside.setAutoCommit(false);
      lock.execute("lock table guild_410.event_journal");
      assertThatThrownBy(lanes.send(410, 2)::join).hasMessageContaining("lock timeout");
      outside.rollback();
    }
    lanes.together(guilds.subList(10, 11), 2);
    var apart = lanes.counts().writesApart();

    lanes.together(guilds.subList(10, 11), 3);

    assertThat(lanes.counts().writesApart()).isEqualTo(apart);
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
