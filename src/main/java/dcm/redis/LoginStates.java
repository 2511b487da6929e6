package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Logins under way, by the {@code state} of OAuth; ten minutes, and good for one return. */
public final class LoginStates {
  public static final Duration LIFE = Duration.ofMinutes(10);
  private final Shelf<LoginState> shelf;

  public LoginStates(Redis redis) {
    this.shelf = new Shelf<>(redis, LoginState.class);
  }

  public CompletionStage<Void> keep(OpaqueToken state, LoginState login) {
    return shelf.put(key(state), login, LIFE);
  }

  /** Null when it was never ours, is too old, or was taken before. */
  public CompletionStage<@Nullable LoginState> take(OpaqueToken state) {
    return shelf.take(key(state));
  }

  private static String key(OpaqueToken state) {
    return "login:" + state.hash();
  }
}
