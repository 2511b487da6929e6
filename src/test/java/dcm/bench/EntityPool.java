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

/** The running entities and their results. */
final class EntityPool {
  static final byte[] EVENT = event();

  private final Queue<ActorRef<PersistLoop.Persist>> alive = new ConcurrentLinkedQueue<>();
  private final AtomicInteger recovered = new AtomicInteger();
  private final AtomicInteger stopped = new AtomicInteger();
  private final AtomicInteger writing = new AtomicInteger();
  private final LongAdder replayed = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private volatile boolean running;
  private volatile int stoppedBefore;
  private volatile LatencyHistogram latencies = new LatencyHistogram();

  /** 200 incompressible bytes. */
  private static byte[] event() {
    var bytes = new byte[200];
    new Random(200).nextBytes(bytes);
    return bytes;
  }

  void recovered(ActorRef<PersistLoop.Persist> self, long events) {
    alive.add(self);
    replayed.add(events);
    recovered.incrementAndGet();
  }

  void entityStopped() {
    stopped.incrementAndGet();
  }

  /** Whether an entity persists another event. */
  boolean acknowledged(long nanos) {
    acknowledged.increment();
    latencies.record(nanos);
    var continues = running;
    if (!continues) {
      writing.decrementAndGet();
    }
    return continues;
  }

  /** Starts the writes of all entities. */
  void startWriting() {
    running = true;
    stoppedBefore = stopped.get();
    writing.set(alive.size() - stoppedBefore);
    alive.forEach(entity -> entity.tell(new PersistLoop.Persist(System.nanoTime())));
  }

  /** Returns when all writes are acknowledged, or after a minute. */
  void stopWriting() {
    running = false;
    awaitCondition(Duration.ofMinutes(1), () -> writing.get() <= stopped.get() - stoppedBefore);
  }

  /** Replaces the histogram; returns the previous one. */
  LatencyHistogram resetLatencies() {
    var previous = latencies;
    latencies = new LatencyHistogram();
    return previous;
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

  static boolean awaitCondition(Duration timeout, BooleanSupplier condition) {
    var deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
    }
    return true;
  }
}
