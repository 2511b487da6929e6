package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.RoundTripCounter;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatementBatchIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final String INSERT = "insert into ${guild}.noted values (?, ?, ?, ?, ?)";

  private final StatementBatch batch = new StatementBatch(new SchemaName(7));
  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = RoundTripCounter.connect(DATABASE);
    try (var create = connection.createStatement()) {
      create.execute("create schema guild_7");
      create.execute(
          "create table guild_7.noted"
              + " (id int primary key, at timestamptz, members bigint[], names text[], note text)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    try (var open = connection;
        var drop = open.createStatement()) {
      drop.execute("drop schema guild_7 cascade");
    }
  }

  @Test
  void values_are_bound_unchanged() throws SQLException {
    batch.add(
        INSERT,
        1,
        Instant.parse("2026-02-03T04:05:06.789Z"),
        new long[] {3, Long.MAX_VALUE},
        new String[] {"a,b", "\"c\""},
        null);
    batch.add("update ${guild}.noted set id = id + ? where id = ?", 1, 1);

    batch.execute(connection);

    try (var select = connection.createStatement();
        var rows =
            select.executeQuery(
                "select id, at = '2026-02-03 04:05:06.789Z', members, names, note"
                    + " from guild_7.noted")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(2);
      assertThat(rows.getBoolean(2)).isTrue();
      assertThat((Long[]) rows.getArray(3).getArray()).containsExactly(3L, Long.MAX_VALUE);
      assertThat((String[]) rows.getArray(4).getArray()).containsExactly("a,b", "\"c\"");
      assertThat(rows.getString(5)).isNull();
    }
  }

  @Test
  void hundreds_of_statements_take_few_round_trips() throws SQLException {
    for (var id = 1; id <= 250; id++) {
      batch.add(INSERT, id, Instant.EPOCH, new long[0], new String[0], "note " + id);
    }
    RoundTripCounter.ROUND_TRIPS.set(0);

    batch.execute(connection);

    assertThat(RoundTripCounter.ROUND_TRIPS).hasValueBetween(1, 3);
    assertThat(count()).isEqualTo(250);
  }

  @Test
  void no_statement_is_executed_after_a_failed_one() throws SQLException {
    connection.setAutoCommit(false);
    for (var id : new int[] {1, 1, 2}) {
      batch.add(INSERT, id, null, null, null, null);
    }

    assertThatThrownBy(() -> batch.execute(connection)).hasMessageContaining("noted_pkey");

    connection.rollback();
    connection.setAutoCommit(true);
    assertThat(count()).isZero();
  }

  private long count() throws SQLException {
    try (var select = connection.createStatement();
        var rows = select.executeQuery("select count(*) from guild_7.noted")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
