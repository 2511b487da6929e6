package dcm.entity;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The stages of a member's request, each with a timer {@code dcm.request.stage}. The first two and
 * the last one are measured by the node that received the request, which also waits for {@link
 * #ASK}; {@link #DECIDE} and {@link #JOURNAL} are parts of that wait, measured by the guild's node.
 */
public enum RequestStage {
  /** The rate limits of the address, the member and the guild. */
  LIMITS,
  /** Verification of the access token and of its session. */
  TOKEN,
  /** From a question or command to the guild until its reply. */
  ASK,
  /** The guild's rules decide a command. */
  DECIDE,
  /** From a command's events until they are on disk. */
  JOURNAL,
  /** From the guild's reply until the response is encoded. */
  ENCODE;

  private static final Map<RequestStage, Timer> TIMERS = new EnumMap<>(RequestStage.class);

  static {
    for (RequestStage stage : values()) {
      TIMERS.put(stage, Metrics.timer("dcm.request.stage", "stage", stage.label()));
    }
  }

  /** The stage's name in metrics and traces. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public void record(long nanos) {
    TIMERS.get(this).record(nanos, TimeUnit.NANOSECONDS);
  }
}
