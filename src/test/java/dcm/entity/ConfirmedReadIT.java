package dcm.entity;

import static dcm.entity.Desks.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.Answer;
import dcm.guild.Caller;
import dcm.guild.CommandId;
import dcm.guild.GuildFixture;
import dcm.guild.GuildId;
import dcm.guild.GuildReply;
import dcm.guild.Request;
import dcm.guild.SettingsCommand;
import dcm.journal.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes, each of which believes that it has the guild. */
class ConfirmedReadIT {
  private static final GuildId GUILD = new GuildId(5011);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestDatabase database = TestDatabase.fresh();
  // nothing that was confirmed is young enough for it, unless the check itself was quick
  private final Desks careful = new Desks(database, Duration.ofSeconds(1), LONG);
  private final Desks trusting = new Desks(database, LONG, LONG);

  @AfterEach
  void close() {
    careful.close();
    trusting.close();
  }

  private static String name(GuildReply reply) {
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((Answer.ShownSettings) ((GuildReply.Answered) reply).answer()).guildName();
  }

  @Test
  void an_old_desk_stops_answering_once_another_has_taken_over() {
    now(careful.rename(GUILD, "old"));
    now(trusting.rename(GUILD, "new"));
    await()
        .atMost(Desks.SOON)
        .until(() -> now(careful.ask(GUILD)) instanceof GuildReply.Unavailable);
    careful.toShard.expectMessage(new ClusterSharding.Passivate<>(careful.desk(GUILD)));
    assertThat(now(careful.ask(GUILD)))
        .as("nor does it answer while it waits to be stopped")
        .isInstanceOf(GuildReply.Unavailable.class);
    careful.stop(GUILD);
    assertThat(name(now(careful.ask(GUILD)))).isEqualTo("new");
  }

  @Test
  void a_knock_that_was_heard_before_is_not_answered_by_an_old_desk_either() {
    var request =
        new Request(
            GUILD,
            new CommandId(new UUID(1, 1)),
            "f",
            GuildFixture.START,
            new Caller.Clockwork(),
            new SettingsCommand.ObserveGuild("old", Map.of(), "nl", null));
    assertThat(now(careful.decide(request))).isInstanceOf(GuildReply.Done.class);
    now(trusting.rename(GUILD, "new"));
    await()
        .atMost(Desks.SOON)
        .until(() -> now(careful.decide(request)) instanceof GuildReply.Unavailable);
  }

  @Test
  void a_desk_that_nobody_took_over_from_goes_on_answering() {
    now(careful.rename(GUILD, "mine"));
    var start = System.nanoTime();
    await()
        .atMost(Desks.SOON)
        .until(() -> {
          assertThat(name(now(careful.ask(GUILD)))).isEqualTo("mine");
          return System.nanoTime() - start > Duration.ofMillis(2500).toNanos();
        });
    careful.toShard.expectNoMessage(Duration.ZERO);
  }

  @Test
  void a_write_that_the_fence_refused_had_no_effect_and_the_desk_reads_its_journal_again() {
    now(trusting.rename(GUILD, "old"));
    now(careful.rename(GUILD, "new"));
    var refused = trusting.rename(GUILD, "older").toCompletableFuture();
    await().atMost(Desks.SOON).until(() -> name(now(trusting.ask(GUILD))).equals("new"));
    assertThat(now(refused)).isInstanceOf(GuildReply.Unavailable.class);
  }

  @Test
  void while_nobody_can_say_whose_the_guild_is_everybody_is_told_to_try_again()
      throws SQLException {
    now(careful.rename(GUILD, "mine"));
    try (var other = database.connect();
        var sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("lock table dcm.guild_fence in access exclusive mode");
      await()
          .atMost(Desks.SOON)
          .until(() -> now(careful.ask(GUILD)) instanceof GuildReply.Unavailable);
      var crowd =
          IntStream.range(0, 20).mapToObj(_ -> careful.ask(GUILD).toCompletableFuture()).toList();
      assertThat(crowd)
          .allSatisfy(reply -> assertThat(reply.join()).isInstanceOf(GuildReply.Unavailable.class));
      other.rollback();
    }
    assertThat(name(now(careful.ask(GUILD)))).isEqualTo("mine");
    careful.toShard.expectNoMessage(Duration.ZERO);
  }
}
