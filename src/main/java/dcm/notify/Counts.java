package dcm.notify;

import java.util.concurrent.atomic.LongAdder;

/** Counts from any thread. */
final class Counts {
  final LongAdder delivered = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder postponed = new LongAdder();
  final LongAdder overflowed = new LongAdder();
  final LongAdder repeated = new LongAdder();

  void count(Receipt receipt) {
    switch (receipt) {
      case Receipt.Delivered _ -> delivered.increment();
      case Receipt.Refused _ -> refused.increment();
      case Receipt.Later _ -> postponed.increment();
    }
  }

  Tally tally() {
    return new Tally(
        delivered.sum(), refused.sum(), postponed.sum(), overflowed.sum(), repeated.sum());
  }
}
