package dcm.auth;

import dcm.redis.OpaqueToken;
import dcm.redis.Session;

/** What became of the refresh token in a browser's cookie. */
public sealed interface Renewal {
  /**
   * @param next replaces it in the cookie, whatever comes of the request
   */
  record Renewed(Session session, OpaqueToken next) implements Renewal {}

  /**
   * The session is over, or never was: log in again.
   *
   * @param cookieIsOld whether the browser's cookie may be taken away; a moment after a renewal it
   *     may hold a newer one
   */
  record SignedOut(boolean cookieIsOld) implements Renewal {}
}
