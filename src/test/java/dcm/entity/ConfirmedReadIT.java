package dcm.entity;

import static dcm.entity.EntityTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.SettingsCommand;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes that both consider themselves the guild's owner. */
class ConfirmedReadIT {
  private static final GuildId GUILD = new GuildId(5011);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestDatabase database = TestDatabase.fresh();
  // shorter than any confirmation's age, unless the check itself was quick
  private final EntityTestKit careful = new EntityTestKit(database, Duration.ofSeconds(1), LONG);
  private final EntityTestKit trusting = new EntityTestKit(database, LONG, LONG);

  @AfterEach
  void close() {
    careful.close();
    trusting.close();
  }

  private static String name(GuildReply reply) {
    assertThat(reply).isInstanceOf(GuildReply.Answered.class);
    return ((QueryResult.ShownSettings) ((GuildReply.Answered) reply).answer()).guildName();
  }

  @Test
  void a_superseded_entity_stops_answering() {
    join(careful.rename(GUILD, "old"));
    join(trusting.rename(GUILD, "new"));
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> join(careful.query(GUILD)) instanceof GuildReply.Unavailable);
    careful.shardProbe.expectMessage(new ClusterSharding.Passivate<>(careful.entity(GUILD)));
    assertThat(join(careful.query(GUILD)))
        .as("nor does it answer until it is stopped")
        .isInstanceOf(GuildReply.Unavailable.class);
    careful.stop(GUILD);
    assertThat(name(join(careful.query(GUILD)))).isEqualTo("new");
  }

  @Test
  void a_repeated_command_is_not_answered_by_a_superseded_entity() {
    var envelope =
        new CommandEnvelope(
            GUILD,
            new CommandId(new UUID(1, 1)),
            "f",
            GuildFixture.START,
            new Caller.SystemCaller(),
            new SettingsCommand.ObserveGuild("old", Map.of(), "nl", null));
    assertThat(join(careful.decide(envelope))).isInstanceOf(GuildReply.Done.class);
    join(trusting.rename(GUILD, "new"));
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> join(careful.decide(envelope)) instanceof GuildReply.Unavailable);
  }

  @Test
  void an_entity_that_still_owns_its_guild_keeps_answering() {
    join(careful.rename(GUILD, "mine"));
    var start = System.nanoTime();
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> {
          assertThat(name(join(careful.query(GUILD)))).isEqualTo("mine");
          return System.nanoTime() - start > Duration.ofMillis(2500).toNanos();
        });
    careful.shardProbe.expectNoMessage(Duration.ZERO);
  }

  @Test
  void a_fenced_write_has_no_effect_and_the_entity_recovers_again() {
    join(trusting.rename(GUILD, "old"));
    join(careful.rename(GUILD, "new"));
    var refused = trusting.rename(GUILD, "older").toCompletableFuture();
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> name(join(trusting.query(GUILD))).equals("new"));
    assertThat(join(refused)).isInstanceOf(GuildReply.Unavailable.class);
  }

  @Test
  void while_ownership_is_unknown_every_request_is_answered_unavailable() throws SQLException {
    join(careful.rename(GUILD, "mine"));
    try (var other = database.connect();
        var sql = other.createStatement()) {
      other.setAutoCommit(false);
      sql.execute("lock table dcm.guild_epoch in access exclusive mode");
      await()
          .atMost(EntityTestKit.TIMEOUT)
          .until(() -> join(careful.query(GUILD)) instanceof GuildReply.Unavailable);
      var replies =
          IntStream.range(0, 20).mapToObj(_ -> careful.query(GUILD).toCompletableFuture()).toList();
      assertThat(replies)
          .allSatisfy(reply -> assertThat(reply.join()).isInstanceOf(GuildReply.Unavailable.class));
      other.rollback();
    }
    assertThat(name(join(careful.query(GUILD)))).isEqualTo("mine");
    careful.shardProbe.expectNoMessage(Duration.ZERO);
  }
}
