package dcm.http.management;

import dcm.entity.DegradedGuilds;
import dcm.http.Front;
import dcm.notify.Messengers;
import dcm.redis.Redis;
import dcm.view.View;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that are looked at, once they are open.
 *
 * @param front null on a node that answers no HTTP
 * @param gateway null on a node that holds no connection to Discord's gateway
 */
public record Watched(
    DegradedGuilds degraded,
    View view,
    Redis redis,
    Messengers messengers,
    @Nullable Front front,
    @Nullable Gateway gateway) {
  /** The connections to Discord's gateway, of a room that is not entered from here. */
  public interface Gateway {
    /** Whether events arrive on every connection that this node holds; true when it holds none. */
    boolean isConnected();

    /** In a sentence. */
    String told();
  }
}
