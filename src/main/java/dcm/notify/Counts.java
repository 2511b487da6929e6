package dcm.notify;

import dcm.guild.Route;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts from any thread: for {@link Tally}, and by Micrometer for whoever watches. */
final class Counts {
  private final LongAdder delivered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder postponed = new LongAdder();
  private final LongAdder overflowed = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder withdrawn = new LongAdder();

  static {
    // a rate can be told from the first one on when there was a zero before
    for (var channel : List.of("direct", "channel")) {
      for (var outcome :
          List.of("delivered", "refused", "postponed", "overflowed", "repeated", "withdrawn")) {
        count(channel, outcome, 0);
      }
    }
  }

  void settled(Route route, Receipt receipt) {
    switch (receipt) {
      case Receipt.Delivered _ -> count(delivered, route, "delivered");
      case Receipt.Refused _ -> count(refused, route, "refused");
      case Receipt.Withdrawn _ -> count(withdrawn, route, "withdrawn");
      case Receipt.Later _ -> count(postponed, route, "postponed");
    }
  }

  /** There was no place for it. */
  void overflowed(Route route) {
    count(overflowed, route, "overflowed");
  }

  /** The same is under way. */
  void repeated(Route route) {
    count(repeated, route, "repeated");
  }

  private static void count(LongAdder sum, Route route, String outcome) {
    sum.increment();
    var channel =
        switch (route) {
          case Route.DirectMessage _ -> "direct";
          case Route.Channel _ -> "channel";
        };
    count(channel, outcome, 1);
  }

  private static void count(String channel, String outcome, int more) {
    Metrics.counter("dcm.deliveries", "channel", channel, "outcome", outcome).increment(more);
  }

  Tally tally() {
    return new Tally(
        delivered.sum(),
        refused.sum(),
        postponed.sum(),
        overflowed.sum(),
        repeated.sum(),
        withdrawn.sum());
  }
}
