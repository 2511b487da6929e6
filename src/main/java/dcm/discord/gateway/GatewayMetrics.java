package dcm.discord.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the logins and breaks of one gateway connection. Lives on its actor's thread. */
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

  /** Before anything happens, and where nothing will: a zero, not nothing. */
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

  /** We ended it. */
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
