package dcm.journal.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.Database;
import dcm.journal.GuildPersistenceId;
import dcm.journal.JournalProbe;
import dcm.journal.fencing.EpochState;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Group commits with one guild that cannot be written. */
class WriteLanesIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static int next = 1000;

  private final JournalProbe journal =
      JournalProbe.on(DATABASE, "dcm.journal.db.write-threads = 1");
  private final Database database = Database.get(journal.system);

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void queued_writes_share_a_transaction() throws Exception {
    var guilds = createGuilds(20);

    sendAndAwait(guilds, guild -> 2);

    var transactions = new ArrayList<Long>();
    for (var guild : guilds) {
      transactions.add(
          number(
              "select xmin::text::bigint from guild_%d.event_journal where sequence_number = 2",
              guild));
    }
    assertThat(transactions.stream().distinct()).hasSizeLessThan(guilds.size() / 2);
  }

  @Test
  void a_guild_that_is_locked_fails_alone() throws Exception {
    var guilds = createGuilds(10);
    try (var session = DATABASE.connect()) {
      session.setAutoCommit(false);
      execute(session, "lock table guild_%d.event_journal".formatted(guilds.get(4)));
      assertFailsAlone(guilds, 4, "lock-timeout");
    }
  }

  @Test
  void a_guild_without_tables_fails_alone() throws Exception {
    var guilds = createGuilds(10);
    execute("drop schema guild_%d cascade".formatted(guilds.get(3)));
    assertFailsAlone(guilds, 3, "tables are missing");
  }

  @Test
  void a_guild_whose_rows_are_rejected_fails_alone() throws Exception {
    var guilds = createGuilds(10);
    execute(
        "alter table guild_%d.event_journal add constraint small check (sequence_number < 2)"
            .formatted(guilds.get(7)));
    assertFailsAlone(guilds, 7, "small");
  }

  @Test
  void a_duplicate_sequence_number_fails_alone() throws Exception {
    var guilds = createGuilds(10);
    var duplicate = guilds.get(5);

    var answers = send(guilds, guild -> guild.equals(duplicate) ? 1 : 2);

    assertThatThrownBy(answers.get(5)::join).hasMessageContaining("another writer");
    answers.remove(5);
    answers.forEach(CompletableFuture::join);
  }

  @Test
  void a_slow_guild_is_isolated_and_the_others_do_not_wait_for_it_again() throws Exception {
    var guilds = createGuilds(10);
    var slow = guilds.get(2);
    execute(
        """
        create function guild_%1$d.sleep_on_insert() returns trigger language plpgsql
          as 'begin perform pg_sleep(1.5); return new; end';
        create trigger sleep_on_insert before insert on guild_%1$d.event_journal
          for each row execute function guild_%1$d.sleep_on_insert()
        """
            .formatted(slow));
    sendAndAwait(guilds, guild -> 2);

    var slowly = send(List.of(slow), guild -> 3).getFirst();
    var others = new ArrayList<>(guilds);
    others.remove(slow);
    sendAndAwait(others, guild -> 3);

    assertThat(slowly).isNotDone();
    slowly.join();
  }

  @Test
  void a_detached_table_is_written_in_its_own_transaction() throws Exception {
    var guilds = createGuilds(5);
    execute("select dcm.detach_partition(%d)".formatted(guilds.get(1)));

    sendAndAwait(guilds, guild -> 2);

    assertThat(number("select count(*) from guild_%d.event_journal", guilds.get(1))).isEqualTo(2);
  }

  @Test
  void a_guild_that_keeps_failing_opens_its_circuit_breaker_and_recovers() throws Exception {
    var guild = createGuilds(1).getFirst();
    try (var session = DATABASE.connect()) {
      session.setAutoCommit(false);
      execute(session, "lock table guild_%d.event_journal".formatted(guild));
      for (var attempt = 0; attempt < 3; attempt++) {
        assertThatThrownBy(send(List.of(guild), g -> 2).getFirst()::join)
            .hasMessageContaining("lock timeout");
      }
      assertThatThrownBy(send(List.of(guild), g -> 2).getFirst()::join)
          .hasMessageContaining("circuit breaker open");
      session.rollback();
    }
    org.awaitility.Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .ignoreExceptionsInstanceOf(CompletionException.class)
        .until(() -> {
          send(List.of(guild), g -> 2).getFirst().join();
          return true;
        });
    assertThat(number("select count(*) from guild_%d.event_journal", guild)).isEqualTo(2);
  }

  @Test
  void twenty_thousand_queued_writes_are_all_written() throws Exception {
    var guild = createGuilds(1).getFirst();
    var answers = new ArrayList<CompletableFuture<?>>();
    for (var number = 2; number <= 20_001; number++) {
      answers.add(write(guild, number));
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

    assertThat(number("select count(*) from guild_%d.event_journal", guild)).isEqualTo(20_001);
  }

  private void assertFailsAlone(List<Long> guilds, int which, String message) throws Exception {
    for (var guild : guilds) {
      if (!guild.equals(guilds.get(which))) {
        continue;
      }
      assertThat(journal.fail("guild|" + guild, 2, "second")).hasMessageContaining(message);
    }
    var answers = send(guilds, guild -> 2);
    assertThatThrownBy(answers.get(which)::join).isNotNull();
    answers.remove(which);
    answers.forEach(CompletableFuture::join);
    for (var guild : guilds) {
      if (!guild.equals(guilds.get(which))) {
        assertThat(number("select count(*) from guild_%d.event_journal", guild)).isEqualTo(2);
      }
    }
  }

  private void sendAndAwait(List<Long> guilds, ToLongFunction<Long> number) throws Exception {
    CompletableFuture.allOf(send(guilds, number).toArray(CompletableFuture[]::new))
        .get(30, TimeUnit.SECONDS);
  }

  /** Sends all at once, so that they queue behind one transaction and share the next. */
  private List<CompletableFuture<?>> send(List<Long> guilds, ToLongFunction<Long> number) {
    var answers = new ArrayList<CompletableFuture<?>>();
    for (var guild : guilds) {
      answers.add(write(guild, number.applyAsLong(guild)));
    }
    return answers;
  }

  private CompletableFuture<?> write(long guild, long number) {
    var schema = new SchemaName(guild);
    var row =
        new EventDao.EventRow(
            GuildPersistenceId.of(guild),
            number,
            "writer",
            Instant.EPOCH.toEpochMilli(),
            "",
            new PayloadSerializer.SerializedPayload(1, "text", new byte[] {1}),
            null);
    return database
        .lanes()
        .write(
            PendingWrite.of(
                context(guild),
                epoch(guild),
                new WriteBatch(List.of(row), new StatementBatch(schema), List.of())))
        .toCompletableFuture();
  }

  private long epoch(long guild) {
    return ((EpochState.Held) context(guild).epoch().state()).epoch();
  }

  private GuildWriteContext context(long guild) {
    return database.contexts().get(new SchemaName(guild), GuildPersistenceId.of(guild));
  }

  private List<Long> createGuilds(int count) {
    var guilds = new ArrayList<Long>();
    for (var i = 0; i < count; i++) {
      long guild = next++;
      journal.write("guild|" + guild, 1, "first");
      guilds.add(guild);
    }
    return guilds;
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DATABASE.connect()) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(String sql, long guild) throws SQLException {
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql.formatted(guild))) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
