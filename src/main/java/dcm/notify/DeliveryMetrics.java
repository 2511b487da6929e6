package dcm.notify;

import dcm.guild.value.DeliveryRoute;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts from any thread: for {@link DeliveryStatistics}, and by Micrometer for whoever watches.
 */
final class DeliveryMetrics {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder deferred = new LongAdder();
  private final LongAdder rejected = new LongAdder();
  private final LongAdder duplicate = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();

  static {
    // a rate can be told from the first one on when there was a zero before
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

  /** There was no place for it. */
  void rejected(DeliveryRoute route) {
    count(rejected, route, "rejected");
  }

  /** The same is under way. */
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
