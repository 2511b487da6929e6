package dcm.entity;

import static dcm.entity.Desks.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.journal.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A guild whose journal cannot be read, beside guilds whose journals can. */
class DegradedGuildIT {
  private static final GuildId SICK = new GuildId(5001);
  private static final GuildId NEIGHBOUR = new GuildId(5002);
  private static final Duration LONG = Duration.ofMinutes(5);

  private Desks desks = new Desks(TestDatabase.fresh(), LONG, LONG);

  @AfterEach
  void close() {
    desks.close();
  }

  private static GuildReply.Degraded degraded(GuildReply reply) {
    assertThat(reply).isInstanceOf(GuildReply.Degraded.class);
    return (GuildReply.Degraded) reply;
  }

  /** Writes three events, puts the guild to sleep, and spoils the second. */
  private void spoil() {
    for (String name : new String[] {"a", "b", "c"}) {
      assertThat(now(desks.rename(SICK, name))).isInstanceOf(GuildReply.Done.class);
    }
    desks.stop(SICK);
    desks.sql(
        "update guild_5001.event_journal set event_payload = '{\"event\":' where sequence_number ="
            + " 2");
  }

  private void mend() {
    desks.sql(
        "update guild_5001.event_journal set event_payload = (select event_payload from"
            + " guild_5001.event_journal where sequence_number = 1) where sequence_number = 2");
  }

  @Test
  void everybody_is_told_the_incident_and_the_neighbours_notice_nothing() {
    spoil();
    var crowd = new ArrayList<CompletableFuture<GuildReply>>();
    for (int i = 0; i < 20; i++) {
      crowd.add(desks.ask(SICK).toCompletableFuture());
      crowd.add(desks.rename(SICK, "d").toCompletableFuture());
    }
    assertThat(now(desks.rename(NEIGHBOUR, "next door"))).isInstanceOf(GuildReply.Done.class);
    UUID incident = degraded(crowd.getFirst().join()).incident();
    assertThat(crowd)
        .allSatisfy(reply -> assertThat(degraded(reply.join()).incident()).isEqualTo(incident));
    assertThat(now(desks.ask(NEIGHBOUR))).isInstanceOf(GuildReply.Answered.class);

    assertThat(desks.degraded.list())
        .singleElement()
        .satisfies(known -> {
          assertThat(known.guild()).isEqualTo(SICK);
          assertThat(known.incident()).isEqualTo(incident);
          assertThat(known.tries()).isEqualTo(3);
          assertThat(known.readUpTo()).isEqualTo(1);
          assertThat(known.cause()).contains("JsonEOFException").doesNotContain("\n");
        });
  }

  @Test
  void it_is_said_once_and_the_journal_is_left_alone() {
    spoil();
    LoggingTestKit.error("is degraded")
        .withOccurrences(1)
        .expect(
            desks.kit.system(),
            () -> {
              degraded(now(desks.ask(SICK)));
              for (int i = 0; i < 5; i++) {
                assertThat(degraded(now(desks.ask(SICK))).retryAfter()).isBetween(1L, 300L);
              }
              return null;
            });
    mend();
    for (int i = 0; i < 5; i++) {
      degraded(now(desks.ask(SICK)));
    }
    assertThat(desks.degraded.list()).extracting(DegradedGuild::tries).containsExactly(3);
  }

  @Test
  void it_stays_degraded_while_it_sleeps_and_is_forgotten_when_its_shard_moves() {
    spoil();
    UUID incident = degraded(now(desks.ask(SICK))).incident();
    desks.stop(SICK);
    assertThat(degraded(now(desks.ask(SICK))).incident()).isEqualTo(incident);
    desks.stop(SICK);
    desks.kit.stop(desks.shard);
    await().atMost(Desks.SOON).until(() -> desks.degraded.list().isEmpty());
  }

  @Test
  void once_it_was_mended_it_is_read_again_when_somebody_asks_after_its_rest() {
    desks.close();
    desks = new Desks(TestDatabase.fresh(), LONG, Duration.ofMillis(300));
    spoil();
    UUID incident = degraded(now(desks.ask(SICK))).incident();
    await()
        .atMost(Desks.SOON)
        .until(() -> {
          assertThat(degraded(now(desks.ask(SICK))).incident()).isEqualTo(incident);
          return desks.degraded.list().getFirst().tries() > 4;
        });
    mend();
    await().atMost(Desks.SOON).until(() -> now(desks.ask(SICK)) instanceof GuildReply.Answered);
    assertThat(desks.degraded.list()).isEmpty();
    assertThat(now(desks.rename(SICK, "d"))).isInstanceOf(GuildReply.Done.class);
  }

  @Test
  void a_lock_that_somebody_holds_degrades_nobody() throws SQLException {
    assertThat(now(desks.rename(SICK, "a"))).isInstanceOf(GuildReply.Done.class);
    desks.stop(SICK);
    try (var other = desks.database.connect();
        var sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("lock table guild_5001.event_journal in access exclusive mode");
      var waiting = desks.ask(SICK).toCompletableFuture();
      LoggingTestKit.warn("cannot be read just now")
          .withOccurrences(2)
          .expect(desks.kit.system(), () -> null);
      assertThat(desks.degraded.list()).isEmpty();
      assertThat(waiting).isNotDone();
      other.rollback();
      assertThat(now(waiting)).isInstanceOf(GuildReply.Answered.class);
    }
  }

  @Test
  void a_guild_whose_tables_are_gone_is_degraded_as_well() {
    assertThat(now(desks.rename(SICK, "a"))).isInstanceOf(GuildReply.Done.class);
    desks.stop(SICK);
    desks.sql("alter table guild_5001.event_journal rename to hidden");
    degraded(now(desks.ask(SICK)));
    assertThat(desks.degraded.list().getFirst().cause()).contains("guild_5001");
  }
}
