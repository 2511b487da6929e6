package dcm.notify;

import java.util.concurrent.atomic.AtomicInteger;

/** So many deliveries may be held, by everything together; counted from any thread. */
final class DeliveryLimiter {
  private final int max;
  private final AtomicInteger acquired = new AtomicInteger();

  DeliveryLimiter(int max) {
    this.max = max;
  }

  boolean tryAcquire() {
    if (acquired.incrementAndGet() > max) {
      acquired.decrementAndGet();
      return false;
    }
    return true;
  }

  void release() {
    acquired.decrementAndGet();
  }

  int acquired() {
    return acquired.get();
  }

  /** Whether it is half empty again after it was full. */
  boolean isHalfFree() {
    return acquired.get() <= max / 2;
  }
}
