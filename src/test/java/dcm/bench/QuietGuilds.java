package dcm.bench;

import dcm.Neighbourhood;
import dcm.guild.GuildReply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Guilds of which each is asked for a new task now and then: together at a fixed rate, however long
 * the answers take. A latency counts from when the request was due.
 */
final class QuietGuilds implements AutoCloseable {
  private final Neighbourhood neighbourhood;
  private final int guilds;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> beat;
  private final long begun = System.nanoTime();
  private final long period;
  private final AtomicLong knocks = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private volatile LongAdder errors = new LongAdder();
  private volatile Latencies latencies = new Latencies();

  /** {@code rate}: requests in a second, of all together. */
  QuietGuilds(Neighbourhood neighbourhood, int guilds, int rate) {
    this.neighbourhood = neighbourhood;
    this.guilds = guilds;
    period = TimeUnit.SECONDS.toNanos(1) / rate;
    beat = clock.scheduleAtFixedRate(this::knock, 0, period, TimeUnit.NANOSECONDS);
  }

  private void knock() {
    var number = knocks.getAndIncrement();
    var due = begun + number * period;
    var guild = Neighbourhood.guild((int) (number % guilds));
    open.incrementAndGet();
    neighbourhood
        .say(Neighbourhood.Wish.fresh(guild, "task " + number))
        .whenComplete((reply, failed) -> {
          if (!(reply instanceof GuildReply.Done)) {
            errors.increment();
          }
          latencies.count(System.nanoTime() - due);
          open.decrementAndGet();
        });
  }

  /** What is seen from now on for so long. */
  Figures watch(Duration time) {
    latencies = new Latencies();
    errors = new LongAdder();
    var first = knocks.get();
    LockSupport.parkNanos(time.toNanos());
    var seen = latencies;
    return new Figures(
        Map.of(
            "requests", (double) (knocks.get() - first),
            "errors", (double) errors.sum(),
            "open", (double) open.get(),
            "p50", seen.percentile(50) / 1e6,
            "p99", seen.percentile(99) / 1e6));
  }

  @Override
  public void close() {
    beat.cancel(false);
    clock.shutdown();
  }
}
