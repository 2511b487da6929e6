package dcm.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the removal of guilds that the bot has left, from {@code dcm.retention}.
 *
 * @param period how long such a guild is kept; null: for ever
 * @param interval between two searches
 */
public record RetentionSettings(@Nullable Duration period, Duration interval) {
  private static final Duration MAX_PERIOD = Duration.ofDays(3_660);

  /** Reads {@code dcm.retention}; adds a sentence per invalid key. */
  public static RetentionSettings from(Config rootConfig, List<String> problems) {
    var config = rootConfig.getConfig("dcm.retention");
    var interval = config.getDuration("interval");
    if (interval.compareTo(Duration.ofSeconds(1)) < 0) {
      problems.add("dcm.retention.interval must be at least 1s");
    }
    var text = config.getString("period").strip();
    if (text.equals("off")) {
      return new RetentionSettings(null, interval);
    }
    var period = parse(config, text);
    if (period == null || period.compareTo(Duration.ofDays(1)) < 0) {
      problems.add(invalid(text));
    } else if (period.compareTo(MAX_PERIOD) > 0) {
      problems.add(invalid(text));
    }
    return new RetentionSettings(period, interval);
  }

  private static String invalid(String text) {
    return "dcm.retention.period (DCM_RETENTION) must be off, or 1 to 3660 days as 30d or P30D, not "
        + text;
  }

  private static @Nullable Duration parse(Config config, String text) {
    try {
      if (!text.startsWith("P")) {
        return config.getDuration("period");
      }
      if (text.contains("T")) {
        return Duration.parse(text);
      }
      var period = Period.parse(text);
      // months have no fixed length
      return period.getMonths() == 0 && period.getYears() == 0
          ? Duration.ofDays(period.getDays())
          : null;
    } catch (ConfigException | DateTimeParseException notADuration) {
      return null;
    }
  }
}
