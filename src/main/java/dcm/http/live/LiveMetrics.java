package dcm.http.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;

/** Counts received events, and sockets that were closed or rejected because of a limit. */
final class LiveMetrics {
  private final Counter stalled = closed("stalled");
  private final Counter overflowed = closed("overflowed");
  private final Counter tooMany = closed("too-many");
  private final Counter eventsReceived = Metrics.counter("dcm.websockets.events.received");

  void stalled() {
    stalled.increment();
  }

  void overflowed() {
    overflowed.increment();
  }

  void tooMany() {
    tooMany.increment();
  }

  /** A guild sent an event to this node, for all its sockets here. */
  void eventReceived() {
    eventsReceived.increment();
  }

  private static Counter closed(String reason) {
    return Counter.builder("dcm.websockets.closed")
        .tag("reason", reason)
        .register(Metrics.globalRegistry);
  }
}
