package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.command.CommandEnvelope;
import dcm.guild.command.NotificationCommand;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of the entities on this node. */
public final class EntityMetrics {
  private static final Timer RECOVERED =
      Metrics.timer("dcm.guild.recovery", "outcome", "recovered");
  private static final Timer FAILED = Metrics.timer("dcm.guild.recovery", "outcome", "failed");
  private static final Timer WAKE_UP_DELAY = Metrics.timer("dcm.wake.up.delay");
  private static final DistributionSummary BATCH_SIZE = Metrics.summary("dcm.guild.batch.size");
  private static final AtomicInteger ENTITIES = new AtomicInteger();

  private EntityMetrics() {}

  /** Registers the metrics at zero, before the first entity starts. */
  static void registerMetrics() {
    Metrics.gauge("dcm.guild.entities", ENTITIES);
  }

  static void entityStarted() {
    ENTITIES.incrementAndGet();
  }

  public static void entityStopped() {
    ENTITIES.decrementAndGet();
  }

  /**
   * Records a completed recovery.
   *
   * @param start in nanoseconds of the monotonic clock
   */
  static void recovered(long start) {
    RECOVERED.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  static void recoveryFailed(long start) {
    FAILED.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
  }

  /** Records the number of commands that were written together. */
  static void recordBatch(int commands) {
    BATCH_SIZE.record(commands);
  }

  /**
   * Records the delay of a wake-up; called before the guild decides, because it then plans another
   * instant.
   */
  static void recordWakeUpDelay(Guild guild, CommandEnvelope envelope) {
    var planned = guild.nextWakeUp();
    if (envelope.command() instanceof NotificationCommand.WakeUp && planned != null) {
      var delay = Duration.between(planned, envelope.at());
      if (!delay.isNegative()) {
        WAKE_UP_DELAY.record(delay);
      }
    }
  }
}
