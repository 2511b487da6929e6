package dcm.entity;

import static dcm.entity.EntityTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Snapshots that are saved beside the entity and loaded by its next recovery. */
class GuildSnapshotIT {
  private static final GuildId GUILD = new GuildId(5061);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int EVERY = 5;

  private final TestDatabase database = TestDatabase.fresh();
  private final EntityTestKit guilds =
      new EntityTestKit(
          database, LONG, Duration.ofMillis(1), EVERY, "dcm.journal.db.lock-timeout = 15s");

  @AfterEach
  void close() {
    guilds.close();
  }

  private void rename(int first, int last) {
    for (var i = first; i <= last; i++) {
      assertThat(join(guilds.rename(GUILD, "name " + i))).isInstanceOf(GuildReply.Done.class);
    }
  }

  private String name() {
    var reply = join(guilds.query(GUILD));
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((QueryResult.ShownSettings) ((GuildReply.Answered) reply).answer()).guildName();
  }

  /** The sequence numbers of the guild's snapshots. */
  private List<Long> saved() throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select sequence_number from guild_%s.snapshot order by 1".formatted(GUILD))) {
      var all = new ArrayList<Long>();
      while (rows.next()) {
        all.add(rows.getLong(1));
      }
      return all;
    }
  }

  /** Renames the guild until it has two snapshots; returns the last number. */
  private int untilTwoSnapshots() throws SQLException {
    var last = 0;
    var seen = saved().size();
    while (last < 40 * EVERY || saved().size() < 2) {
      last++;
      rename(last, last);
      seen = Math.max(seen, saved().size());
    }
    assertThat(seen).as("two are kept").isEqualTo(2);
    return last;
  }

  @Test
  void two_are_kept_and_a_recovery_needs_no_older_events() throws SQLException {
    rename(0, 0);
    var last = untilTwoSnapshots();
    await().until(() -> saved().size() == 2);
    guilds.stop(GUILD);
    guilds.sql(
        "update guild_%s.event_journal set event_payload = 'broken' where sequence_number <= %d"
            .formatted(GUILD, saved().getLast()));
    assertThat(name()).isEqualTo("name " + last);
  }

  @Test
  void an_older_one_is_loaded_when_the_newest_cannot_be_read() throws SQLException {
    rename(0, 0);
    var last = untilTwoSnapshots();
    guilds.stop(GUILD);
    await().until(() -> saved().size() == 2);
    var snapshots = saved();
    guilds.sql(
        "update guild_%s.snapshot set snapshot_payload = 'broken' where sequence_number = %d"
            .formatted(GUILD, snapshots.getLast()));
    guilds.sql(
        "update guild_%s.event_journal set event_payload = 'broken' where sequence_number <= %d"
            .formatted(GUILD, snapshots.getFirst()));
    assertThat(name()).isEqualTo("name " + last);
  }

  @Test
  void a_guild_is_degraded_when_none_can_be_read() throws SQLException {
    rename(0, 0);
    untilTwoSnapshots();
    guilds.stop(GUILD);
    await().until(() -> saved().size() == 2);
    guilds.sql("update guild_%s.snapshot set snapshot_payload = 'broken'".formatted(GUILD));
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> join(guilds.query(GUILD)) instanceof GuildReply.Degraded);
  }

  @Test
  void a_guild_goes_on_while_one_is_saved() throws SQLException {
    rename(0, 0);
    try (var lock = new GuildLock(database, GUILD, "snapshot")) {
      rename(1, 4 * EVERY);
      assertThat(name()).isEqualTo("name " + 4 * EVERY);
      lock.release();
    }
    await().atMost(EntityTestKit.TIMEOUT).untilAsserted(() -> assertThat(saved()).isNotEmpty());
    rename(0, 0);
    assertThat(name()).isEqualTo("name 0");
  }

  @Test
  void one_that_cannot_be_saved_is_saved_later() throws SQLException {
    rename(0, 0);
    guilds.sql("alter table guild_%s.snapshot rename to renamed".formatted(GUILD));
    rename(1, 4 * EVERY);
    assertThat(name()).isEqualTo("name " + 4 * EVERY);
    guilds.sql("alter table guild_%s.renamed rename to snapshot".formatted(GUILD));
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .untilAsserted(() -> {
          rename(1, 1);
          rename(2, 2);
          assertThat(saved()).isNotEmpty();
        });
  }
}
