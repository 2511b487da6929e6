package dcm.auth;

import dcm.redis.LoginStates;
import java.time.Duration;

/**
 * A cookie's name and attributes; http writes the header. All are HttpOnly, with path {@code /} and
 * no domain, as the prefix {@code __Host-} demands.
 *
 * @param secure false only where the browser is on this machine and there is no TLS
 */
public record Cookie(String name, Duration life, boolean secure, SameSite sameSite) {
  public enum SameSite {
    STRICT,
    LAX
  }

  /** The refresh token: it is the browser's session. */
  public static Cookie refresh(AuthSettings settings) {
    return of(settings, "dcm_refresh", settings.sessionLife(), SameSite.STRICT);
  }

  /** Binds a login to the browser that began it; lax, because it comes back from Discord's site. */
  public static Cookie login(AuthSettings settings) {
    return of(settings, "dcm_login", LoginStates.LIFE, SameSite.LAX);
  }

  private static Cookie of(AuthSettings settings, String name, Duration life, SameSite sameSite) {
    return settings.overTls()
        ? new Cookie("__Host-" + name, life, true, sameSite)
        : new Cookie(name, life, false, sameSite);
  }
}
