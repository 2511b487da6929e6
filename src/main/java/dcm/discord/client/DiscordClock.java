package dcm.discord.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How far our clock is ahead of Discord's, from the {@code Date} of its answers (RFC 9110, section
 * 6.6.1). The header has whole seconds, cut off, and is some milliseconds old when it arrives, so
 * what one answer says is never too little; the smallest of the last minutes is near the truth.
 */
final class DiscordClock {
  /** What nodes whose clocks differ more than this refuse to run with. */
  static final Duration MAX_CLOCK_ERROR = Duration.ofSeconds(10);

  /** After so long the smallest difference is sought anew: clocks drift. */
  private static final Duration WINDOW_LENGTH = Duration.ofMinutes(5);

  /** A difference that grew by so much is a clock that was set, not a slow answer. */
  private static final Duration MAX_DRIFT = Duration.ofSeconds(2);

  private record Window(Instant startedAt, Duration min) {}

  private volatile @Nullable Window current;
  private volatile @Nullable Window previous;

  /**
   * @param date as the header has it; null when the answer has none
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

  /** Never less than the truth; negative when our clock is behind. */
  Duration ahead() {
    var now = current;
    var earlier = previous;
    if (now == null) {
      return MAX_CLOCK_ERROR;
    }
    return earlier == null || earlier.min().compareTo(now.min()) > 0 ? now.min() : earlier.min();
  }
}
