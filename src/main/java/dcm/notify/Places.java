package dcm.notify;

import java.util.concurrent.atomic.AtomicInteger;

/** So many deliveries may be held, by everything together; counted from any thread. */
final class Places {
  private final int all;
  private final AtomicInteger taken = new AtomicInteger();

  Places(int all) {
    this.all = all;
  }

  boolean take() {
    if (taken.incrementAndGet() > all) {
      taken.decrementAndGet();
      return false;
    }
    return true;
  }

  void free() {
    taken.decrementAndGet();
  }

  int taken() {
    return taken.get();
  }

  /** Whether it is half empty again after it was full. */
  boolean roomy() {
    return taken.get() <= all / 2;
  }
}
