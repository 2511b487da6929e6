package dcm.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadModelUnavailableExceptionTest {
  private static Throwable translated(Throwable failure) {
    return ReadModelUnavailableException.translated(CompletableFuture.failedFuture(failure))
        .toCompletableFuture()
        .exceptionNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "53300", "55P03", "57014", "57P01", "58030"})
  void a_transient_failure_of_postgresql_is_retryable(String state) {
    assertThat(translated(new CompletionException(new SQLException("unavailable", state))))
        .isInstanceOf(ReadModelUnavailableException.class)
        .hasMessageContaining("unavailable");
  }

  @Test
  void an_exhausted_pool_and_a_full_queue_are_transient() {
    assertThat(translated(new SQLTransientConnectionException("no connection within 1000 ms")))
        .isInstanceOf(ReadModelUnavailableException.class);
    assertThat(translated(new CompletionException(new RejectedExecutionException("queue is full"))))
        .isInstanceOf(ReadModelUnavailableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "42601", "22P02", "23505"})
  void a_programming_error_is_not_reported_as_unavailability(String state) {
    var fault = new SQLException("fault", state);
    assertThat(translated(fault)).isSameAs(fault);
  }

  @Test
  void other_failures_are_passed_through() {
    var fault = new IllegalStateException("not the JSON of a Due");
    assertThat(translated(fault)).isSameAs(fault);
    var nameless = new SQLException("unknown");
    assertThat(translated(nameless)).isSameAs(nameless);
  }
}
