package dcm.discord;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the logins and breaks of one gateway connection. Lives on its actor's thread. */
final class GatewayMeter {
  private static final AtomicInteger CONNECTED = new AtomicInteger();
  private static final Counter IDENTIFIED = logins("identify");
  private static final Counter RESUMED = logins("resume");
  private static final Counter BREAKS = Metrics.counter("dcm.discord.gateway.breaks");

  static {
    Metrics.gauge("dcm.discord.gateway.connected", CONNECTED);
  }

  private boolean connected;

  private static Counter logins(String how) {
    return Metrics.counter("dcm.discord.gateway.logins", "how", how);
  }

  /** Before anything happens, and where nothing will: a zero, not nothing. */
  static void begin() {}

  void identified() {
    IDENTIFIED.increment();
    connected(true);
  }

  void resumed() {
    RESUMED.increment();
    connected(true);
  }

  void broke() {
    BREAKS.increment();
    connected(false);
  }

  /** We ended it. */
  void left() {
    connected(false);
  }

  private void connected(boolean now) {
    if (now != connected) {
      connected = now;
      CONNECTED.addAndGet(now ? 1 : -1);
    }
  }
}
