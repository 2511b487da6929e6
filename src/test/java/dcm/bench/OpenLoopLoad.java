package dcm.bench;

import dcm.InProcessGuilds;
import dcm.guild.reply.GuildReply;
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
 * Load of create-task commands on many guilds at a fixed total rate, independent of response times.
 * Latency counts from the time at which a request was due.
 */
final class OpenLoopLoad implements AutoCloseable {
  private final InProcessGuilds inProcessGuilds;
  private final int guilds;
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final Future<?> schedule;
  private final long startedAt = System.nanoTime();
  private final long period;
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong open = new AtomicLong();
  private volatile LongAdder errors = new LongAdder();
  private volatile LatencyHistogram latencies = new LatencyHistogram();

  /**
   * @param rate requests per second, in total
   */
  OpenLoopLoad(InProcessGuilds inProcessGuilds, int guilds, int rate) {
    this.inProcessGuilds = inProcessGuilds;
    this.guilds = guilds;
    period = TimeUnit.SECONDS.toNanos(1) / rate;
    schedule = scheduler.scheduleAtFixedRate(this::sendRequest, 0, period, TimeUnit.NANOSECONDS);
  }

  private void sendRequest() {
    var number = requests.getAndIncrement();
    var due = startedAt + number * period;
    var guild = InProcessGuilds.guild((int) (number % guilds));
    open.incrementAndGet();
    inProcessGuilds
        .send(InProcessGuilds.CreateTaskRequest.create(guild, "task " + number))
        .whenComplete((reply, failed) -> {
          if (!(reply instanceof GuildReply.Done)) {
            errors.increment();
          }
          latencies.record(System.nanoTime() - due);
          open.decrementAndGet();
        });
  }

  /** Measures for this duration. */
  MetricLine measure(Duration time) {
    latencies = new LatencyHistogram();
    errors = new LongAdder();
    var first = requests.get();
    LockSupport.parkNanos(time.toNanos());
    var measured = latencies;
    return new MetricLine(
        Map.of(
            "requests", (double) (requests.get() - first),
            "errors", (double) errors.sum(),
            "open", (double) open.get(),
            "p50", measured.percentile(50) / 1e6,
            "p99", measured.percentile(99) / 1e6));
  }

  @Override
  public void close() {
    schedule.cancel(false);
    scheduler.shutdown();
  }
}
