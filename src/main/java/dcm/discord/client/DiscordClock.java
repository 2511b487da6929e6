package dcm.discord.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How far this node's clock is ahead of Discord's, from the {@code Date} header of responses (RFC
 * 9110, section 6.6.1). The header is truncated to seconds and some milliseconds old on arrival, so
 * one response never yields too small a value; the minimum of the last minutes is close.
 */
final class DiscordClock {
  /** Nodes whose clocks differ by more refuse to start. */
  static final Duration MAX_CLOCK_ERROR = Duration.ofSeconds(10);

  /** The minimum is determined again after this time, because clocks drift. */
  private static final Duration WINDOW_LENGTH = Duration.ofMinutes(5);

  /** A larger growth means that a clock was set, not that a response was slow. */
  private static final Duration MAX_DRIFT = Duration.ofSeconds(2);

  private record Window(Instant startedAt, Duration min) {}

  private volatile @Nullable Window current;
  private volatile @Nullable Window previous;

  /**
   * @param date the header's text; null when the response has none
   */
  synchronized void onResponse(@Nullable String date, Instant now) {
    if (date == null) {
      return;
    }
    Duration ahead;
    try {
      var discordTime = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      ahead = Duration.between(discordTime, now);
    } catch (DateTimeException notADate) {
      return;
    }
    var window = current;
    if (window == null || ahead.compareTo(ahead().plus(MAX_DRIFT)) > 0) {
      previous = null;
      current = new Window(now, ahead);
    } else if (Duration.between(window.startedAt(), now).abs().compareTo(WINDOW_LENGTH) > 0) {
      previous = window;
      current = new Window(now, ahead);
    } else if (ahead.compareTo(window.min()) < 0) {
      current = new Window(window.startedAt(), ahead);
    }
  }

  boolean isKnown() {
    return current != null;
  }

  /** Never too small; negative when this node's clock is behind. */
  Duration ahead() {
    var now = current;
    var earlier = previous;
    if (now == null) {
      return MAX_CLOCK_ERROR;
    }
    return earlier == null || earlier.min().compareTo(now.min()) > 0 ? now.min() : earlier.min();
  }
}
