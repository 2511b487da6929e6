package dcm.http.management;

import dcm.entity.recovery.DegradedGuilds;
import dcm.http.HttpApi;
import dcm.notify.DeliveryService;
import dcm.redis.RedisClient;
import dcm.view.ReadModels;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that are looked at, once they are open.
 *
 * @param front null on a node that answers no HTTP
 * @param gateway null on a node that holds no connection to Discord's gateway
 */
public record MonitoredComponents(
    DegradedGuilds degradedGuilds,
    ReadModels view,
    RedisClient redis,
    DeliveryService deliveries,
    @Nullable HttpApi httpApi,
    @Nullable Gateway gateway) {
  /** The connections to Discord's gateway, of a room that is not entered from here. */
  public interface Gateway {
    /** Whether events arrive on every connection that this node holds; true when it holds none. */
    boolean isConnected();

    /** In a sentence. */
    String statusText();
  }
}
