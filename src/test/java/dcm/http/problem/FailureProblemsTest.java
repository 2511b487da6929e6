package dcm.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dcm.auth.AuthSettings;
import dcm.auth.MasterSecret;
import dcm.auth.SigningKeyStore;
import dcm.auth.SigningKeys;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FailureProblemsTest {
  @Test
  void unavailable_signing_keys_are_503_with_retry_after() {
    for (var reason :
        List.of(
            new SQLException("connection refused", "08001"),
            new RejectedExecutionException("the queue is full"))) {
      var failure =
          failureOf(keys(CompletableFuture.failedFuture(new CompletionException(reason))));
      var problem = FailureProblems.toProblem(failure, "GET", "urn:uuid:1");
      assertThat(problem.status()).as(reason.toString()).isEqualTo(503);
      assertThat(problem.headers()).containsKey("Retry-After");
      assertThat(problem.detail()).doesNotContain("connection refused", "queue");
    }
  }

  @Test
  void rejected_work_is_503() {
    var problem =
        FailureProblems.toProblem(new RejectedExecutionException("full"), "POST", "urn:uuid:1");
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.headers()).containsKey("Retry-After");
  }

  private static SigningKeys keys(CompletionStage<List<SigningKeyStore.StoredKey>> all) {
    var problems = new ArrayList<String>();
    var rows =
        new SigningKeyStore() {
          @Override
          public CompletionStage<List<StoredKey>> findValid() {
            return all;
          }

          @Override
          public CompletionStage<Boolean> insert(StoredKey row) {
            return CompletableFuture.completedFuture(true);
          }
        };
    var settings =
        AuthSettings.from(
            ConfigFactory.parseString(
                    "dcm.auth { public-url = \"http://127.0.0.1:1\", client-id = a, client-secret"
                        + " = b }")
                .withFallback(ConfigFactory.load()),
            problems);
    var secret = MasterSecret.of("0123456789abcdef0123456789abcdef0123456789abcdef", problems);
    assertThat(problems).isEmpty();
    return new SigningKeys(rows, secret, settings, Clock.systemUTC());
  }

  private static Throwable failureOf(SigningKeys keys) {
    return keys.jwks().toCompletableFuture().exceptionNow();
  }
}
