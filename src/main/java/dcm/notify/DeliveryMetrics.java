package dcm.notify;

import dcm.guild.value.DeliveryRoute;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counters of deliveries, for {@link DeliveryStatistics} and for Micrometer. Thread-safe. */
final class DeliveryMetrics {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder duplicate = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();

  static {
    // start at zero, so that the first increment is visible as a rate
    for (var channel : List.of("direct", "channel")) {
      for (var outcome :
          List.of("delivered", "failed", "deferred", "rejected", "duplicate", "withdrawn")) {
        count(channel, outcome, 0);
      }
    }
  }

  void completed(DeliveryRoute route, SendResult result) {
    switch (result) {
      case SendResult.Delivered _ -> count(delivered, route, "delivered");
      case SendResult.Failed _ -> count(failed, route, "failed");
      case SendResult.Withdrawn _ -> count(withdrawn, route, "withdrawn");
      case SendResult.RetryLater _ -> count(deferred, route, "deferred");
    }
  }

  /** Counts a delivery that was not accepted, because the limit was reached. */
  void rejected(DeliveryRoute route) {
    count(rejected, route, "rejected");
  }

  /** Counts a delivery that was handed out while in flight. */
  void duplicate(DeliveryRoute route) {
    count(duplicate, route, "duplicate");
  }

  private static void count(LongAdder adder, DeliveryRoute route, String outcome) {
    adder.increment();
    var channel =
        switch (route) {
          case DeliveryRoute.DirectMessage _ -> "direct";
          case DeliveryRoute.Channel _ -> "channel";
        };
    count(channel, outcome, 1);
  }

  private static void count(String channel, String outcome, int amount) {
    Metrics.counter("dcm.deliveries", "channel", channel, "outcome", outcome).increment(amount);
  }

  DeliveryStatistics statistics() {
    return new DeliveryStatistics(
        delivered.sum(),
        failed.sum(),
        deferred.sum(),
        rejected.sum(),
        duplicate.sum(),
        withdrawn.sum());
  }
}
