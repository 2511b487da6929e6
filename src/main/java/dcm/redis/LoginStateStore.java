package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Logins under way, by the {@code state} of OAuth; ten minutes, and good for one return. */
public final class LoginStateStore {
  public static final Duration TTL = Duration.ofMinutes(10);
  private final JsonStore<LoginState> store;

  public LoginStateStore(RedisClient redis) {
    this.store = new JsonStore<>(redis, LoginState.class);
  }

  public CompletionStage<Void> save(OpaqueToken state, LoginState login) {
    return store.put(key(state), login, TTL);
  }

  /** Null when it was never ours, is too old, or was taken before. */
  public CompletionStage<@Nullable LoginState> consume(OpaqueToken state) {
    return store.getAndRemove(key(state));
  }

  private static String key(OpaqueToken state) {
    return "login:" + state.hash();
  }

  /**
   * A login under way: what we must remember while the browser is at Discord.
   *
   * @param verifier PKCE's code verifier (RFC 7636)
   * @param returnPath where the browser goes afterwards
   * @param browser hash of the cookie that this browser got with the state: only it may come back
   */
  public record LoginState(String codeVerifier, String returnPath, String browserTokenHash) {}
}
