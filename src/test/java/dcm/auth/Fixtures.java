package dcm.auth;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Settings, secrets and waiting for stages. */
final class Fixtures {
  static final MasterSecret SECRET = secret("a secret of the cluster, long enough for HKDF");

  private Fixtures() {}

  static MasterSecret secret(String text) {
    var problems = new ArrayList<String>();
    var secret = MasterSecret.of(text, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return secret;
  }

  static AuthSettings settings(String more) {
    var problems = new ArrayList<String>();
    var settings = settings(more, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    return settings;
  }

  static AuthSettings settings(String more, List<String> problems) {
    return AuthSettings.from(
        ConfigFactory.parseString("dcm.auth {\n" + more + "\n}")
            .withFallback(
                ConfigFactory.parseString(
                    """
                    dcm.auth {
                      public-url = "https://dcm.example/"
                      client-id = "1000"
                      client-secret = "client secret"
                    }
                    """))
            .withFallback(ConfigFactory.defaultReference()),
        problems);
  }

  static <T extends @Nullable Object> T now(CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException | TimeoutException never) {
      throw new IllegalStateException(never);
    }
  }
}
