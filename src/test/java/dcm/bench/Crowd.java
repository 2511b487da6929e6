package dcm.bench;

import java.time.Duration;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;

/** The entities that are alive, and what they have done so far. */
final class Crowd {
  static final byte[] EVENT = event();

  private final Queue<ActorRef<Writer.Persist>> alive = new ConcurrentLinkedQueue<>();
  private final AtomicInteger recovered = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();
  private final LongAdder replayed = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private volatile boolean going;
  private volatile int stoppedBefore;
  private volatile Latencies latencies = new Latencies();

  /** 200 bytes that do not compress. */
  private static byte[] event() {
    var bytes = new byte[200];
    new Random(200).nextBytes(bytes);
    return bytes;
  }

  void recovered(ActorRef<Writer.Persist> self, long events) {
    alive.add(self);
    replayed.add(events);
    recovered.incrementAndGet();
  }

  void left() {
    stopped.incrementAndGet();
  }

  /** Whether to persist once more. */
  boolean acknowledged(long nanos) {
    acknowledged.increment();
    latencies.count(nanos);
    var again = going;
    if (!again) {
      writing.decrementAndGet();
    }
    return again;
  }

  /** All that are alive begin to write at once. */
  void go() {
    going = true;
    stoppedBefore = stopped.get();
    writing.set(alive.size() - stoppedBefore);
    alive.forEach(entity -> entity.tell(new Writer.Persist(System.nanoTime())));
  }

  /** Returns when nobody waits for an acknowledgement any more, or after a minute. */
  void rest() {
    going = false;
    until(Duration.ofMinutes(1), () -> writing.get() <= stopped.get() - stoppedBefore);
  }

  /** From now on; the former are given back. */
  Latencies countAnew() {
    var former = latencies;
    latencies = new Latencies();
    return former;
  }

  long acknowledged() {
    return acknowledged.sum();
  }

  int recovered() {
    return recovered.get();
  }

  int stopped() {
    return stopped.get();
  }

  long replayed() {
    return replayed.sum();
  }

  static boolean until(Duration patience, BooleanSupplier done) {
    var deadline = System.nanoTime() + patience.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    return true;
  }
}
