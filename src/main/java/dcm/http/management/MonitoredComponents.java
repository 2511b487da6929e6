package dcm.http.management;

import dcm.entity.recovery.DegradedGuilds;
import dcm.http.HttpApi;
import dcm.notify.DeliveryService;
import dcm.redis.RedisClient;
import dcm.view.ReadModels;
import org.jspecify.annotations.Nullable;

/**
 * The modules that readiness checks and gauges read, once they are open.
 *
 * @param httpApi null on a node without HTTP
 * @param gateway null on a node that holds no gateway connections
 */
public record MonitoredComponents(
    DegradedGuilds degradedGuilds,
    ReadModels view,
    RedisClient redis,
    DeliveryService deliveries,
    @Nullable HttpApi httpApi,
    @Nullable Gateway gateway) {
  /** Port to the gateway connections, because this module may not depend on {@code dcm.discord}. */
  public interface Gateway {
    /** Whether events arrive on every gateway connection of this node; true when it holds none. */
    boolean isConnected();

    /** The state of the connections in one sentence. */
    String statusText();
  }
}
