package dcm.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.journal.fencing.FencedException;
import dcm.journal.schema.SchemaName;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailuresTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "08006", "25006", "28P01", "3D000", "40001", "53300", "55P03", "57014", "57P01", "58030"
      })
  void a_failure_of_the_server_or_a_lock_is_transient(String state) {
    var failure = new SQLException("failed", state);
    assertThat(SqlFailures.isTransient(failure)).isTrue();
    assertThat(
            SqlFailures.isTransient(
                new CompletionException(JournalException.translate(new SchemaName(1), failure))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22P02", "23505", "3F000", "42P01", "XX001", "DCM01", ""})
  void an_unusable_answer_is_not_transient(String state) {
    assertThat(SqlFailures.isTransient(new SQLException("failed", state))).isFalse();
  }

  @Test
  void an_exhausted_pool_a_full_queue_and_a_timeout_are_transient() {
    assertThat(SqlFailures.isTransient(new SQLTransientConnectionException("none"))).isTrue();
    assertThat(SqlFailures.isTransient(new RejectedExecutionException("full"))).isTrue();
    assertThat(SqlFailures.isTransient(new TimeoutException("late"))).isTrue();
    assertThat(SqlFailures.isTransient(new SQLException("no state"))).isFalse();
    assertThat(SqlFailures.isTransient(new IllegalStateException("other"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "57P01"})
  void a_broken_connection_leaves_the_outcome_of_a_write_unknown(String state) {
    assertThat(SqlFailures.isCertainlyNotWritten(new SQLException("failed", state))).isFalse();
    assertThat(SqlFailures.isCertainlyNotWritten(new SQLException("no state"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "53100", "55P03", "57014"})
  void a_rejected_write_is_certainly_not_written(String state) {
    assertThat(SqlFailures.isCertainlyNotWritten(new SQLException("failed", state))).isTrue();
  }

  @Test
  void a_write_that_was_not_attempted_is_certainly_not_written() {
    var broken = new SQLException("failed", "08001");
    assertThat(
            SqlFailures.isCertainlyNotWritten(
                JournalException.unreachable(new SchemaName(1), broken)))
        .isTrue();
    assertThat(
            SqlFailures.isCertainlyNotWritten(
                JournalException.outcomeUnknown(new SchemaName(1), broken)))
        .isFalse();
    assertThat(SqlFailures.isCertainlyNotWritten(new RejectedExecutionException("full"))).isTrue();
    assertThat(SqlFailures.isCertainlyNotWritten(new FencedException("guild|1"))).isTrue();
  }
}
