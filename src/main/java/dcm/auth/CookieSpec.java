package dcm.auth;

import dcm.redis.LoginStateStore;
import java.time.Duration;

/**
 * A cookie's name and attributes; http writes the header. All are HttpOnly, with path {@code /} and
 * no domain, as the prefix {@code __Host-} demands.
 *
 * @param secure false only where the browser is on this machine and there is no TLS
 */
public record CookieSpec(String name, Duration maxAge, boolean secure, SameSite sameSite) {
  public enum SameSite {
    STRICT,
    LAX
  }

  /** The refresh token: it is the browser's session. */
  public static CookieSpec refresh(AuthSettings settings) {
    return of(settings, "dcm_refresh", settings.sessionTtl(), SameSite.STRICT);
  }

  /** Binds a login to the browser that began it; lax, because it comes back from Discord's site. */
  public static CookieSpec login(AuthSettings settings) {
    return of(settings, "dcm_login", LoginStateStore.TTL, SameSite.LAX);
  }

  private static CookieSpec of(
      AuthSettings settings, String name, Duration maxAge, SameSite sameSite) {
    return settings.usesTls()
        ? new CookieSpec("__Host-" + name, maxAge, true, sameSite)
        : new CookieSpec(name, maxAge, false, sameSite);
  }
}
