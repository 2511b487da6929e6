package dcm.entity.wakeup;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * Settings of wake-ups, from {@code dcm.entity.wake-ups}.
 *
 * @param interval between two queries of due guilds
 * @param batchSize minimum number of guilds per query
 * @param parallelism maximum number of guilds woken at the same time
 * @param maxBackoff maximum delay before a failed wake-up is repeated
 */
public record WakeUpSettings(
    Duration interval, int batchSize, int parallelism, Duration maxBackoff) {
  /** Reads {@code dcm.entity.wake-ups} from the configuration; adds a sentence per invalid key. */
  public static WakeUpSettings from(Config rootConfig, List<String> problems) {
    Config config = rootConfig.getConfig("dcm.entity.wake-ups");
    var settings =
        new WakeUpSettings(
            config.getDuration("interval"),
            config.getInt("batch-size"),
            config.getInt("parallelism"),
            config.getDuration("max-backoff"));
    if (settings.interval.toMillis() < 50) {
      problems.add("dcm.entity.wake-ups.interval must be at least 50ms");
    }
    if (settings.batchSize < 1 || settings.parallelism < 1) {
      problems.add("dcm.entity.wake-ups.batch-size and parallelism must be at least 1");
    }
    if (settings.maxBackoff.compareTo(settings.interval) < 0) {
      problems.add("dcm.entity.wake-ups.max-backoff must not be shorter than interval");
    }
    return settings;
  }
}
