package dcm.auth;

import dcm.redis.LoginStateStore;
import java.time.Duration;

/**
 * A cookie's name and attributes; the http module writes the header. All cookies are HttpOnly, with
 * path {@code /} and no domain, as the prefix {@code __Host-} requires.
 *
 * @param secure false only without TLS, which requires a loopback address
 */
public record CookieSpec(String name, Duration maxAge, boolean secure, SameSite sameSite) {
  public enum SameSite {
    STRICT,
    LAX
  }

  /** The refresh token of the browser's session. */
  public static CookieSpec refresh(AuthSettings settings) {
    return of(settings, "dcm_refresh", settings.sessionTtl(), SameSite.STRICT);
  }

  /**
   * Binds a login to the browser that started it. Lax, because the browser returns from Discord's
   * site.
   */
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
