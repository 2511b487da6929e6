package dcm.discord.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of one gateway connection. Used by its actor only. */
public final class GatewayMetrics {
  private static final AtomicInteger CONNECTED = new AtomicInteger();
  private static final Counter IDENTIFIED = logins("identify");
  private static final Counter RESUMED = logins("resume");
  private static final Counter DISCONNECTS = Metrics.counter("dcm.discord.gateway.disconnects");

  static {
    Metrics.gauge("dcm.discord.gateway.connected", CONNECTED);
  }

  private boolean connected;

  private static Counter logins(String method) {
    return Metrics.counter("dcm.discord.gateway.logins", "method", method);
  }

  /** Registers the meters, so that they report 0 before the first login. */
  public static void registerMetrics() {}

  void identified() {
    IDENTIFIED.increment();
    connected(true);
  }

  void resumed() {
    RESUMED.increment();
    connected(true);
  }

  void disconnected() {
    DISCONNECTS.increment();
    connected(false);
  }

  /** This node closed the connection. */
  void closed() {
    connected(false);
  }

  private void connected(boolean now) {
    if (now != connected) {
      connected = now;
      CONNECTED.addAndGet(now ? 1 : -1);
    }
  }
}
