package dcm.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.jdbc.JournalException;
import dcm.journal.jdbc.StatementBatch;
import dcm.journal.jdbc.TestDatabase;
import dcm.journal.schema.GuildTables;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuildJournalIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  private JournalProbe journal =
      JournalProbe.on(DATABASE, "dcm.journal.replay { page-size = 3, full-scan-max-bytes = 0 }");

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void what_was_written_is_replayed_in_order_over_several_pages() {
    journal.write("guild|100", 1, JournalProbe.numbered(1, 6));
    journal.write("guild|100", 7, JournalProbe.numbered(7, 10));

    var replay = journal.replay("guild|100", 1);

    assertThat(replay.payloads()).containsExactly(JournalProbe.numbered(1, 10));
    assertThat(replay.highest()).isEqualTo(10);
    assertThat(journal.replay("guild|100", 9).payloads())
        .containsExactly(JournalProbe.numbered(9, 10));
  }

  @Test
  void a_replay_stops_at_its_maximum() {
    journal.write("guild|101", 1, JournalProbe.numbered(1, 9));

    journal.askReplay("guild|101", 2, 5);

    assertThat(journal.expectReplay().payloads()).containsExactly(JournalProbe.numbered(2, 6));
  }

  @Test
  void a_guild_that_never_wrote_is_empty_and_gets_no_schema() throws Exception {
    var replay = journal.replay("guild|102", 1);

    assertThat(replay.events()).isEmpty();
    assertThat(replay.highest()).isZero();
    assertThat(schemas("guild_102")).isZero();
  }

  @Test
  void each_guild_has_a_schema_of_its_own() throws Exception {
    journal.write("guild|103", 1, "mine");
    journal.write("guild|104", 1, "yours");

    assertThat(count("select count(*) from guild_103.event_journal")).isEqualTo(1);
    assertThat(count("select count(*) from guild_104.event_journal")).isEqualTo(1);
    assertThat(count("select version from dcm.guild_schemas where schema_name = 'guild_103'"))
        .isEqualTo(GuildTables.LATEST_VERSION);
  }

  @Test
  void every_table_of_a_guild_has_one_index_and_the_history_another_of_its_days() throws Exception {
    journal.write("guild|105", 1, "first");

    assertThat(
            count(
                "select count(*) from pg_tables t where schemaname = 'guild_105' and"
                    + " case tablename when 'occurrence_history' then 2 else 1 end <> (select"
                    + " count(*) from pg_indexes i where i.schemaname = t.schemaname and"
                    + " i.tablename = t.tablename)"))
        .isZero();
  }

  @Test
  void the_highest_number_waits_for_what_is_being_written() throws Exception {
    journal.close();
    journal = JournalProbe.on(DATABASE, "dcm.journal.db.lock-timeout = 15s");
    journal.write("guild|106", 1, "first");
    try (var session = DATABASE.connect()) {
      lock(session, "guild_106");
      journal.send("guild|106", 2, "second");
      journal.askReplay("guild|106", 1, 0);
      journal.answers.expectNoMessage(Duration.ofMillis(400));
      session.rollback();
    }

    journal.expectWritten(1);
    assertThat(journal.expectReplay().highest()).isEqualTo(2);
  }

  @Test
  void a_foreign_lock_fails_one_guild_with_a_clear_message_and_no_other() throws Exception {
    journal.write("guild|107", 1, "first");
    try (var session = DATABASE.connect()) {
      lock(session, "guild_107");
      assertThat(journal.fail("guild|107", 2, "second"))
          .isInstanceOf(JournalException.class)
          .hasMessageContainingAll("guild_107", "lock-timeout");
      // 2^22 is one millisecond of a snowflake, and another lane
      journal.write("guild|" + (107 + (1L << 22)), 1, "unmoved");
      session.rollback();
    }

    journal.write("guild|107", 2, "second again");
    assertThat(journal.replay("guild|107", 1).payloads()).containsExactly("first", "second again");
  }

  @Test
  void a_schema_that_vanished_is_reported_and_not_recreated() throws Exception {
    journal.write("guild|108", 1, "first");
    execute("drop schema guild_108 cascade");

    for (var attempt = 0; attempt < 2; attempt++) {
      assertThat(journal.fail("guild|108", 2, "second"))
          .isInstanceOf(JournalException.class)
          .hasMessageContainingAll("guild_108", "missing", "backup");
    }
    assertThat(schemas("guild_108")).isZero();
  }

  @Test
  void tables_of_a_newer_program_are_not_changed() throws Exception {
    journal.write("guild|109", 1, "first");
    journal.close();
    execute("update dcm.guild_schemas set version = 99 where guild_id = 109");
    journal = JournalProbe.on(DATABASE);

    assertThat(journal.fail("guild|109", 2, "second")).hasMessageContaining("version 99");
    assertThat(count("select count(*) from guild_109.event_journal")).isEqualTo(1);
  }

  @Test
  void a_second_writer_of_the_same_number_fails() {
    journal.write("guild|110", 1, "first");

    assertThat(journal.fail("guild|110", 1, "also first")).hasMessageContaining("another writer");
    assertThat(journal.replay("guild|110", 1).payloads()).containsExactly("first");
  }

  @Test
  void a_persistence_id_that_is_not_a_guilds_fails() {
    assertThat(journal.fail("guild|1; drop schema dcm", 1, "first"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_inline_projection_commits_or_rolls_back_with_the_events() throws Exception {
    execute("create table public.projected (guild bigint primary key, due bigint check (due > 0))");
    execute("grant select, insert, update on public.projected to dcm");
    journal.close();
    journal =
        JournalProbe.on(
            DATABASE,
            "dcm.journal.inline-projection = \"" + RejectingProjection.class.getName() + "\"");

    journal.write("guild|111", 1, "good", "good");
    assertThat(journal.fail("guild|111", 3, "bad"))
        .hasMessageContaining("rejected by the projection");
    assertThat(journal.fail("guild|111", 3, "worse")).hasMessageContaining("projected_due_check");

    assertThat(journal.replay("guild|111", 1).payloads()).containsExactly("good", "good");
    assertThat(count("select due from projected where guild = 111")).isEqualTo(2);
    journal.write("guild|111", 3, "good");
    assertThat(count("select due from projected where guild = 111")).isEqualTo(3);
  }

  /** Counts events in a table of its own and rejects some of them after counting. */
  public static final class RejectingProjection implements InlineProjection {
    @Override
    public void project(StatementBatch batch, SchemaName schema, List<WrittenEvent> events) {
      batch.add(
          "insert into public.projected values (?, ?) on conflict (guild) do update set due ="
              + " excluded.due",
          schema.snowflake(),
          events.getLast().sequenceNr());
      if (events.getLast().payload().equals("worse")) {
        batch.add("update public.projected set due = -1");
      }
      if (events.getLast().payload().equals("bad")) {
        throw new IllegalStateException("rejected by the projection");
      }
    }
  }

  private static void lock(Connection session, String schema) throws SQLException {
    session.setAutoCommit(false);
    try (var statement = session.createStatement()) {
      statement.execute("lock table " + schema + ".event_journal in share mode");
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = DATABASE.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long schemas(String name) throws SQLException {
    return count(
        "select count(*) from information_schema.schemata where schema_name = '" + name + "'");
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
