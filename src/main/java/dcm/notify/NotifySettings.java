package dcm.notify;

import com.typesafe.config.Config;
import dcm.flow.ExponentialBackoff;
import java.time.Duration;
import java.util.List;

/**
 * Settings of deliveries: {@code dcm.notify}.
 *
 * @param maxInFlight maximum number of deliveries that this node holds
 * @param parallelism number of concurrent sends
 * @param sendTimeout timeout of one send
 * @param maxAttempts number of sends by this node before the delivery is left to the guild
 * @param minBackoff delay before the second attempt; it doubles with each attempt
 * @param maxBackoff maximum delay; when the channel demands more, the delivery is left to the guild
 * @param maxReportAttempts number of attempts to report a result to the guild
 * @param shutdownTimeout time for deliveries in flight when the node stops
 */
public record NotifySettings(
    int maxInFlight,
    int parallelism,
    Duration sendTimeout,
    int maxAttempts,
    Duration minBackoff,
    Duration maxBackoff,
    int maxReportAttempts,
    Duration shutdownTimeout) {
  /** Reads {@code dcm.notify} of the whole configuration; adds a sentence per bad key. */
  public static NotifySettings from(Config root, List<String> problems) {
    Config config = root.getConfig("dcm.notify");
    var settings =
        new NotifySettings(
            config.getInt("max-in-flight"),
            config.getInt("parallelism"),
            config.getDuration("send-timeout"),
            config.getInt("max-attempts"),
            config.getDuration("min-backoff"),
            config.getDuration("max-backoff"),
            config.getInt("max-report-attempts"),
            config.getDuration("shutdown-timeout"));
    if (settings.maxInFlight < settings.parallelism || settings.parallelism < 1) {
      problems.add("dcm.notify.parallelism must be at least 1 and at most max-in-flight");
    }
    if (settings.maxAttempts < 1 || settings.maxReportAttempts < 1) {
      problems.add("dcm.notify.max-attempts and max-report-attempts must be at least 1");
    }
    if (!settings.sendTimeout.isPositive() || !settings.minBackoff.isPositive()) {
      problems.add("dcm.notify.send-timeout and min-backoff must be positive");
    }
    if (settings.maxBackoff.compareTo(settings.minBackoff) < 0) {
      problems.add("dcm.notify.max-backoff must not be shorter than min-backoff");
    }
    if (!settings.shutdownTimeout.isPositive()) {
      problems.add("dcm.notify.shutdown-timeout must be positive");
    }
    return settings;
  }

  /** The delay after this number of attempts. */
  Duration backoffAfter(int attempts) {
    return new ExponentialBackoff(minBackoff, maxBackoff).delay(attempts);
  }
}
