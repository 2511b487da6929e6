package dcm.auth;

import dcm.redis.OpaqueToken;
import dcm.redis.Session;

/** The second half of a login. */
public sealed interface Arrival {
  /**
   * @param refresh the value of {@link Cookie#refresh}
   * @param returnPath a path of ours, where the browser goes now
   */
  record Arrived(Session session, OpaqueToken refresh, String returnPath) implements Arrival {}

  record Failed(Why why) implements Arrival {}

  enum Why {
    /** not begun in this browser, too long ago, or come back twice: begin again */
    NOT_BEGUN_HERE,
    /** Discord does not take the code: begin again, or the redirect URI is not registered */
    CODE_REFUSED
  }
}
