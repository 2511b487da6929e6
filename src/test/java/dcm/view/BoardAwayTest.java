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

class BoardAwayTest {
  private static Throwable told(Throwable failure) {
    return BoardAway.told(CompletableFuture.failedFuture(failure))
        .toCompletableFuture()
        .exceptionNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "53300", "55P03", "57014", "57P01", "58030"})
  void what_passes_in_postgresql_is_worth_another_try(String state) {
    assertThat(told(new CompletionException(new SQLException("away", state))))
        .isInstanceOf(BoardAway.class)
        .hasMessageContaining("away");
  }

  @Test
  void a_pool_without_a_connection_and_a_full_queue_pass_too() {
    assertThat(told(new SQLTransientConnectionException("no connection within 1000 ms")))
        .isInstanceOf(BoardAway.class);
    assertThat(told(new CompletionException(new RejectedExecutionException("too much is waiting"))))
        .isInstanceOf(BoardAway.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"42P01", "42601", "22P02", "23505"})
  void a_fault_of_ours_is_not_called_an_absence(String state) {
    var fault = new SQLException("ours", state);
    assertThat(told(fault)).isSameAs(fault);
  }

  @Test
  void what_is_no_matter_of_the_database_stays_what_it_is() {
    var fault = new IllegalStateException("not the JSON of a Due");
    assertThat(told(fault)).isSameAs(fault);
    var nameless = new SQLException("nobody knows");
    assertThat(told(nameless)).isSameAs(nameless);
  }
}
