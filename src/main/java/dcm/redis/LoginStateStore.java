package dcm.redis;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Logins in progress, by the {@code state} of OAuth: valid for ten minutes, for one use. */
public final class LoginStateStore {
  public static final Duration TTL = Duration.ofMinutes(10);
  private final JsonStore<LoginState> store;

  public LoginStateStore(RedisClient redis) {
    this.store = new JsonStore<>(redis, LoginState.class);
  }

  public CompletionStage<Void> save(OpaqueToken state, LoginState login) {
    return store.put(key(state), login, TTL);
  }

  /**
   * Removes and returns a login; null when the state is unknown, has expired, or was consumed
   * before.
   */
  public CompletionStage<@Nullable LoginState> consume(OpaqueToken state) {
    return store.getAndRemove(key(state));
  }

  private static String key(OpaqueToken state) {
    return "login:" + state.hash();
  }

  /**
   * A login in progress, while the browser is at Discord.
   *
   * @param codeVerifier PKCE's code verifier (RFC 7636)
   * @param returnPath the path to open afterwards
   * @param browserTokenHash hash of the cookie that was set with the state: only this browser may
   *     complete the login
   */
  public record LoginState(String codeVerifier, String returnPath, String browserTokenHash) {}
}
