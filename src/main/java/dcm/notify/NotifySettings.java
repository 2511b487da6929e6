package dcm.notify;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * How messages are carried: {@code dcm.notify}.
 *
 * @param places how many deliveries this node holds at most
 * @param parallel how many are being sent at the same time
 * @param patience how long one send may take
 * @param tries how often this node sends a delivery before it leaves it to the guild
 * @param firstWait before the second try; then it doubles
 * @param longestWait before a try; when the other side asks for more it is left to the guild
 * @param reports how often the guild is told what became of a delivery
 * @param closing how long what is under way may take when the node stops
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

  /** How long to wait after so many tries. */
  Duration backoffAfter(int attempts) {
    Duration backoff = minBackoff.multipliedBy(1L << Math.min(attempts - 1, 20));
    return backoff.compareTo(maxBackoff) < 0 ? backoff : maxBackoff;
  }
}
