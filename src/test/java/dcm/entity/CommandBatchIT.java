package dcm.entity;

import static dcm.entity.EntityTestKit.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.GuildFixture;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.GuildCommand;
import dcm.guild.command.NotificationCommand;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.GuildReply;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Caller;
import dcm.guild.value.CommandId;
import dcm.guild.value.GuildId;
import dcm.guild.value.MembershipEvidence;
import dcm.guild.value.Origin;
import dcm.guild.value.TaskId;
import dcm.journal.jdbc.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that arrive while the guild is being written. */
class CommandBatchIT {
  private static final GuildId GUILD = GuildFixture.GUILD;
  private static final Duration LONG = Duration.ofMinutes(5);

  private final TestDatabase database = TestDatabase.fresh();
  private final EntityTestKit guilds =
      new EntityTestKit(database, LONG, LONG, 500, "dcm.journal.db.lock-timeout = 15s");

  @BeforeEach
  void open() {
    assertThat(join(send(new Caller.SystemCaller(), GuildFixture.observed())))
        .isInstanceOf(GuildReply.Done.class);
    assertThat(join(send(anna(), create("first")))).isInstanceOf(GuildReply.Done.class);
  }

  @AfterEach
  void close() {
    guilds.close();
  }

  private static Caller anna() {
    return new Caller.Person(
        GuildFixture.ANNA,
        new MembershipEvidence.FromDiscord("Anna", Set.of(), true, null),
        Origin.DISCORD);
  }

  private static CommandEnvelope envelope(Caller caller, GuildCommand command) {
    return new CommandEnvelope(
        GUILD, new CommandId(UUID.randomUUID()), "f", GuildFixture.START, caller, command);
  }

  private CompletableFuture<GuildReply> send(Caller caller, GuildCommand command) {
    return guilds.decide(envelope(caller, command)).toCompletableFuture();
  }

  private static TaskCommand.Create create(String title) {
    return new TaskCommand.Create(
        new TaskId(UUID.randomUUID()), GuildFixture.once(title, "2026-11-25T11:00"));
  }

  private static int number(GuildReply reply) {
    assertThat(reply).isInstanceOf(GuildReply.Done.class);
    return ((Outcome.TaskSubject) ((GuildReply.Done) reply).outcome().subject()).task().number();
  }

  /** Number of transactions that wrote events after a revision. */
  private int transactionsAfter(long revision) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(distinct xmin::text) from guild_%s.event_journal where sequence_number > %d"
                    .formatted(GUILD, revision))) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private long revision() {
    return ((GuildReply.Answered) join(guilds.query(GUILD))).revision();
  }

  private long openTasks() {
    return journaled("task.created");
  }

  private long journaled(String kind) {
    try (var connection = database.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from guild_%s.event_journal where event_ser_manifest = '%s'"
                    .formatted(GUILD, kind))) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Waits until the entity has received everything that was sent to it before. */
  private void received() {
    join(guilds.query(GUILD));
  }

  @Test
  void they_are_decided_in_order_and_written_together() throws SQLException {
    var before = revision();
    var replies = new ArrayList<CompletableFuture<GuildReply>>();
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      var alone = send(anna(), create("alone"));
      IntStream.range(0, 20).forEach(i -> replies.add(send(anna(), create("task " + i))));
      received();
      assertThat(replies).noneMatch(CompletableFuture::isDone);
      lock.release();
      assertThat(number(join(alone))).isEqualTo(2);
    }
    assertThat(replies)
        .extracting(reply -> number(join(reply)))
        .containsExactlyElementsOf(IntStream.rangeClosed(3, 22).boxed().toList());
    assertThat(replies.stream().mapToLong(r -> ((GuildReply.Done) join(r)).outcome().revision()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(transactionsAfter(before)).as("the first, and the others together").isEqualTo(2);
  }

  @Test
  void each_has_its_own_answer() throws SQLException {
    var original = envelope(anna(), create("once"));
    var forbidden = envelope(anna(), new NotificationCommand.WakeUp());
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      var alone = send(anna(), create("alone"));
      var first = guilds.decide(original);
      var refused = guilds.decide(forbidden);
      var repeated = guilds.decide(original);
      var refusedAgain = guilds.decide(forbidden);
      // deciding it fails
      var undecidable = guilds.decide(envelope(null, create("never")));
      var last = send(anna(), create("last"));
      received();
      lock.release();
      assertThat(number(join(alone))).isEqualTo(2);
      assertThat(number(join(first))).isEqualTo(3);
      assertThat(join(repeated))
          .isEqualTo(new GuildReply.Done(((GuildReply.Done) join(first)).outcome(), true));
      assertThat(join(refused)).isInstanceOf(GuildReply.Refused.class);
      assertThat(join(refusedAgain)).isEqualTo(join(refused));
      assertThat(join(undecidable)).isInstanceOf(GuildReply.Unavailable.class);
      assertThat(number(join(last))).isEqualTo(4);
    }
    assertThat(openTasks()).isEqualTo(4);
    assertThat(journaled("command.refused")).as("one attempt is audited once").isEqualTo(1);
  }

  @Test
  void a_query_is_answered_from_the_written_state_meanwhile() throws SQLException {
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      var renamed = guilds.rename(GUILD, "new").toCompletableFuture();
      assertThat(name(join(guilds.query(GUILD)))).isEqualTo("Huize Anna");
      assertThat(renamed).isNotDone();
      lock.release();
      assertThat(join(renamed)).isInstanceOf(GuildReply.Done.class);
    }
    assertThat(name(join(guilds.query(GUILD)))).as("an answered write is visible").isEqualTo("new");
  }

  private static String name(GuildReply reply) {
    return ((QueryResult.ShownSettings) ((GuildReply.Answered) reply).answer()).guildName();
  }

  @Test
  void those_of_a_failed_write_have_no_effect_and_can_be_repeated() throws SQLException {
    var first = envelope(anna(), create("a"));
    var second = envelope(anna(), create("b"));
    guilds.stop(GUILD);
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      // both are queued while the guild is being recovered
      var replies = List.of(guilds.decide(first), guilds.decide(second));
      lock.execute(
          "alter table guild_%s.event_journal add constraint full_disk check (sequence_number < 0) not valid"
              .formatted(GUILD));
      lock.release();
      assertThat(replies)
          .allSatisfy(reply -> assertThat(join(reply)).isInstanceOf(GuildReply.Unavailable.class));
    }
    guilds.sql("alter table guild_%s.event_journal drop constraint full_disk".formatted(GUILD));
    assertThat(openTasks()).isEqualTo(1);
    await()
        .atMost(EntityTestKit.TIMEOUT)
        .until(() -> join(guilds.decide(first)) instanceof GuildReply.Done);
    assertThat(number(join(guilds.decide(second)))).isEqualTo(3);
  }

  @Test
  void a_batch_is_limited() throws SQLException {
    var before = revision();
    var count = 2 * CommandBatch.MAX_COMMANDS + 1;
    guilds.stop(GUILD);
    var replies = new ArrayList<CompletableFuture<GuildReply>>();
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      LongStream.range(0, count)
          .forEach(i -> replies.add(guilds.rename(GUILD, "name " + i).toCompletableFuture()));
      lock.release();
    }
    assertThat(replies)
        .allSatisfy(reply -> assertThat(join(reply)).isInstanceOf(GuildReply.Done.class));
    assertThat(transactionsAfter(before)).isBetween(3, 10);
    assertThat(name(join(guilds.query(GUILD)))).isEqualTo("name " + (count - 1));
  }

  @Test
  void they_are_answered_before_the_entity_stops() throws SQLException {
    TestProbe<GuildReply> probe = guilds.kit.createTestProbe();
    try (var lock = new GuildLock(database, GUILD, "event_journal")) {
      var alone = send(anna(), create("alone"));
      var queued = send(anna(), create("queued"));
      guilds.entity(GUILD).tell(new GuildMessage.Internal.Stop());
      received();
      lock.release();
      assertThat(number(join(alone))).isEqualTo(2);
      assertThat(number(join(queued))).isEqualTo(3);
    }
    probe.expectTerminated(guilds.entity(GUILD), EntityTestKit.TIMEOUT);
  }
}
