package dcm.entity;

import dcm.guild.Guild;
import dcm.guild.NotificationCommand;
import dcm.guild.Request;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the desks of this node do. */
final class DeskMeters {
  private static final Timer RECOVERED = Metrics.timer("dcm.recovery", "outcome", "recovered");
  private static final Timer FAILED = Metrics.timer("dcm.recovery", "outcome", "failed");
  private static final Timer LATENESS = Metrics.timer("dcm.wake.up.lateness");
  private static final AtomicInteger AWAKE = new AtomicInteger();

  static {
    Metrics.gauge("dcm.guilds.awake", AWAKE);
  }

  private DeskMeters() {}

  /** Before anybody wakes: what never happened is a zero, not nothing. */
  static void begin() {}

  static void opened() {
    AWAKE.incrementAndGet();
  }

  static void closed() {
    AWAKE.decrementAndGet();
  }

  /**
   * @param begun in nanoseconds of the monotonic clock
   */
  static void recovered(long begun) {
    RECOVERED.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }

  static void recoveryFailed(long begun) {
    FAILED.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
  }

  /** Before the guild decides: afterwards it has planned another instant. */
  static void asked(Guild guild, Request request) {
    var planned = guild.plannedToWake();
    if (request.command() instanceof NotificationCommand.WakeUp && planned != null) {
      var late = Duration.between(planned, request.at());
      if (!late.isNegative()) {
        LATENESS.record(late);
      }
    }
  }
}
