package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.journal.RoundTripCounter;
import dcm.journal.schema.SchemaName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pipeline that is a transaction: all statements take effect, or none. */
class StatementPipelineIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final SchemaName SCHEMA = new SchemaName(8);
  private static final String INSERT = "insert into ${guild}.noted values (?, ?)";

  private Connection connection;

  @BeforeEach
  void open() throws SQLException {
    connection = RoundTripCounter.connect(DATABASE);
    try (var create = connection.createStatement()) {
      create.execute("create schema guild_8");
      create.execute("create table guild_8.noted (id int primary key, note text)");
    }
  }

  @AfterEach
  void close() throws SQLException {
    try (var open = connection;
        var drop = open.createStatement()) {
      drop.execute("drop schema guild_8 cascade");
    }
  }

  @Test
  void as_many_statements_as_allowed_are_committed_in_one_round_trip() throws SQLException {
    var batch = inserts(IntStream.rangeClosed(1, StatementPipeline.MAX_STATEMENTS));
    RoundTripCounter.ROUND_TRIPS.set(0);

    StatementPipeline.executeAndCommit(connection, batch.statements());

    assertThat(RoundTripCounter.ROUND_TRIPS).hasValue(1);
    assertThat(committed()).isEqualTo(StatementPipeline.MAX_STATEMENTS);
  }

  @Test
  void nothing_is_committed_when_the_last_statement_fails() throws SQLException {
    var last = StatementPipeline.MAX_STATEMENTS - 1;
    var batch = inserts(IntStream.concat(IntStream.rangeClosed(1, last), IntStream.of(last)));

    assertThatThrownBy(() -> StatementPipeline.executeAndCommit(connection, batch.statements()))
        .hasMessageContaining("noted_pkey");

    assertThat(committed()).isZero();
    StatementPipeline.executeAndCommit(connection, inserts(IntStream.of(1)).statements());
    assertThat(committed()).isOne();
  }

  @Test
  void a_statement_that_returns_long_rows_does_not_commit_early() throws SQLException {
    var batch = inserts(IntStream.range(0, 50));
    for (var i = 0; i < 20; i++) {
      batch.add("select repeat('x', 100000)");
    }
    batch.add(INSERT, 0, "duplicate");

    assertThatThrownBy(() -> StatementPipeline.executeAndCommit(connection, batch.statements()))
        .hasMessageContaining("noted_pkey");

    assertThat(committed()).isZero();
  }

  @Test
  void a_pipeline_that_could_not_be_one_transaction_is_rejected() throws SQLException {
    var tooMany = inserts(IntStream.rangeClosed(0, StatementPipeline.MAX_STATEMENTS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatementPipeline.executeAndCommit(connection, tooMany.statements()));

    connection.setAutoCommit(false);
    var one = inserts(IntStream.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StatementPipeline.executeAndCommit(connection, one.statements()));
    connection.setAutoCommit(true);
    assertThat(committed()).isZero();
  }

  private static StatementBatch inserts(IntStream ids) {
    var batch = new StatementBatch(SCHEMA);
    ids.forEach(id -> batch.add(INSERT, id, "note " + id));
    return batch;
  }

  /** Rows that another session sees. */
  private static long committed() throws SQLException {
    try (var other = DATABASE.connect();
        var select = other.createStatement();
        var rows = select.executeQuery("select count(*) from guild_8.noted")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
