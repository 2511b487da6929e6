package dcm.entity.recovery;

import static dcm.entity.EntityTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.entity.EntityTestKit;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.GuildId;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guild whose journal cannot be replayed, beside guilds whose journals can. */
class DegradedGuildIT {
  private static final GuildId BROKEN = new GuildId(5001);
  private static final GuildId HEALTHY = new GuildId(5002);
  private static final Duration LONG = Duration.ofMinutes(5);

  private EntityTestKit entities = new EntityTestKit(TestDatabase.fresh(), LONG, LONG);

  @AfterEach
  void close() {
    entities.close();
  }

  private static GuildReply.Degraded degraded(GuildReply reply) {
    assertThat(reply).isInstanceOf(GuildReply.Degraded.class);
    return (GuildReply.Degraded) reply;
  }

  /** Writes three events, stops the guild's entity, and corrupts the second event. */
  private void corrupt() {
    for (String name : new String[] {"a", "b", "c"}) {
      assertThat(join(entities.rename(BROKEN, name))).isInstanceOf(GuildReply.Done.class);
    }
    entities.stop(BROKEN);
    entities.sql(
        "update guild_5001.event_journal set event_payload = '{\"event\":' where sequence_number ="
            + " 2");
  }

  private void repair() {
    entities.sql(
        "update guild_5001.event_journal set event_payload = (select event_payload from"
            + " guild_5001.event_journal where sequence_number = 1) where sequence_number = 2");
  }

  @Test
  void every_request_is_answered_with_the_incident_and_other_guilds_are_unaffected() {
    corrupt();
    var replies = new ArrayList<CompletableFuture<GuildReply>>();
    for (int i = 0; i < 20; i++) {
      replies.add(entities.query(BROKEN).toCompletableFuture());
      replies.add(entities.rename(BROKEN, "d").toCompletableFuture());
    }
    assertThat(join(entities.rename(HEALTHY, "next door"))).isInstanceOf(GuildReply.Done.class);
    UUID incident = degraded(replies.getFirst().join()).incident();
    assertThat(replies)
        .allSatisfy(reply -> assertThat(degraded(reply.join()).incident()).isEqualTo(incident));
    assertThat(join(entities.query(HEALTHY))).isInstanceOf(GuildReply.Answered.class);

    assertThat(entities.degraded.list())
        .singleElement()
        .satisfies(known -> {
          assertThat(known.guild()).isEqualTo(BROKEN);
          assertThat(known.incident()).isEqualTo(incident);
          assertThat(known.failedAttempts()).isEqualTo(3);
          assertThat(known.lastAppliedEvent()).isEqualTo(1);
          assertThat(known.cause()).contains("JsonEOFException").doesNotContain("\n");
        });
  }

  @Test
  void it_is_logged_once_and_the_journal_is_not_read_again() {
    corrupt();
    LoggingTestKit.error("is degraded")
        .withOccurrences(1)
        .expect(
            entities.kit.system(),
            () -> {
              degraded(join(entities.query(BROKEN)));
              for (int i = 0; i < 5; i++) {
                assertThat(degraded(join(entities.query(BROKEN))).retryAfterSeconds())
                    .isBetween(1L, 300L);
              }
              return null;
            });
    repair();
    for (int i = 0; i < 5; i++) {
      degraded(join(entities.query(BROKEN)));
    }
    assertThat(entities.degraded.list())
        .extracting(DegradedGuilds.DegradedGuild::failedAttempts)
        .containsExactly(3);
  }

  @Test
  void it_stays_degraded_while_passivated_and_is_removed_when_its_shard_moves() {
    corrupt();
    UUID incident = degraded(join(entities.query(BROKEN))).incident();
    entities.stop(BROKEN);
    assertThat(degraded(join(entities.query(BROKEN))).incident()).isEqualTo(incident);
    entities.stop(BROKEN);
    entities.kit.stop(entities.shard);
    await().atMost(EntityTestKit.TIMEOUT).until(() -> entities.degraded.list().isEmpty());
  }

  @Test
  void once_repaired_it_is_recovered_by_a_request_after_the_retry_interval() {
    entities.close();
    entities = new EntityTestKit(TestDatabase.fresh(), LONG, Duration.ofMillis(300));
    corrupt();
    UUID incident = degraded(join(entities.query(BROKEN))).incident();
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> {
          assertThat(degraded(join(entities.query(BROKEN))).incident()).isEqualTo(incident);
          return entities.degraded.list().getFirst().failedAttempts() > 4;
        });
    repair();
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> join(entities.query(BROKEN)) instanceof GuildReply.Answered);
    assertThat(entities.degraded.list()).isEmpty();
    assertThat(join(entities.rename(BROKEN, "d"))).isInstanceOf(GuildReply.Done.class);
  }

  @Test
  void a_held_lock_degrades_no_guild() throws SQLException {
    assertThat(join(entities.rename(BROKEN, "a"))).isInstanceOf(GuildReply.Done.class);
    entities.stop(BROKEN);
    try (var other = entities.database.connect();
        var sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("lock table guild_5001.event_journal in access exclusive mode");
      var waiting = entities.query(BROKEN).toCompletableFuture();
      LoggingTestKit.warn("recovery failed, retrying")
          .withOccurrences(2)
          .expect(entities.kit.system(), () -> null);
      assertThat(entities.degraded.list()).isEmpty();
      assertThat(waiting).isNotDone();
      other.rollback();
      assertThat(join(waiting)).isInstanceOf(GuildReply.Answered.class);
    }
  }

  @Test
  void a_guild_whose_tables_are_gone_is_degraded_as_well() {
    assertThat(join(entities.rename(BROKEN, "a"))).isInstanceOf(GuildReply.Done.class);
    entities.stop(BROKEN);
    entities.sql("alter table guild_5001.event_journal rename to hidden");
    degraded(join(entities.query(BROKEN)));
    assertThat(entities.degraded.list().getFirst().cause()).contains("guild_5001");
  }
}
