package dcm.entity;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * How guilds are woken: {@code dcm.entity.wake-ups}.
 *
 * @param interval between two looks at what is due
 * @param batch how many guilds one look fetches, at least
 * @param parallel how many guilds wake at the same time, at most
 * @param longestBackOff how long a guild that does not wake is left alone, at most
 */
public record WakeUpSettings(Duration interval, int batch, int parallel, Duration longestBackOff) {
  /** Reads {@code dcm.entity.wake-ups} of the whole configuration; adds a sentence per bad key. */
  public static WakeUpSettings from(Config whole, List<String> problems) {
    Config config = whole.getConfig("dcm.entity.wake-ups");
    var settings =
        new WakeUpSettings(
            config.getDuration("interval"),
            config.getInt("batch"),
            config.getInt("parallel"),
            config.getDuration("longest-back-off"));
    if (settings.interval.toMillis() < 50) {
      problems.add("dcm.entity.wake-ups.interval must be at least 50ms");
    }
    if (settings.batch < 1 || settings.parallel < 1) {
      problems.add("dcm.entity.wake-ups.batch and parallel must be at least 1");
    }
    if (settings.longestBackOff.compareTo(settings.interval) < 0) {
      problems.add("dcm.entity.wake-ups.longest-back-off must not be shorter than interval");
    }
    return settings;
  }
}
