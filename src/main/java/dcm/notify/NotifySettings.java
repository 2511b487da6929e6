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
    int places,
    int parallel,
    Duration patience,
    int tries,
    Duration firstWait,
    Duration longestWait,
    int reports,
    Duration closing) {
  /** Reads {@code dcm.notify} of the whole configuration; adds a sentence per bad key. */
  public static NotifySettings from(Config whole, List<String> problems) {
    Config config = whole.getConfig("dcm.notify");
    var settings =
        new NotifySettings(
            config.getInt("places"),
            config.getInt("parallel"),
            config.getDuration("patience"),
            config.getInt("tries"),
            config.getDuration("first-wait"),
            config.getDuration("longest-wait"),
            config.getInt("reports"),
            config.getDuration("closing"));
    if (settings.places < settings.parallel || settings.parallel < 1) {
      problems.add("dcm.notify.parallel must be at least 1 and not more than places");
    }
    if (settings.tries < 1 || settings.reports < 1) {
      problems.add("dcm.notify.tries and reports must be at least 1");
    }
    if (!settings.patience.isPositive() || !settings.firstWait.isPositive()) {
      problems.add("dcm.notify.patience and first-wait must be longer than nothing");
    }
    if (settings.longestWait.compareTo(settings.firstWait) < 0) {
      problems.add("dcm.notify.longest-wait must not be shorter than first-wait");
    }
    if (!settings.closing.isPositive()) {
      problems.add("dcm.notify.closing must be longer than nothing");
    }
    return settings;
  }

  /** How long to wait after so many tries. */
  Duration waitAfter(int times) {
    Duration wait = firstWait.multipliedBy(1L << Math.min(times - 1, 20));
    return wait.compareTo(longestWait) < 0 ? wait : longestWait;
  }
}
