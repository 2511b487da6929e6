package dcm.discord.wire;

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
final class DiscordTime {
  /** What nodes whose clocks differ more than this refuse to run with. */
  static final Duration MAX_CLOCK_ERROR = Duration.ofSeconds(10);

  /** After so long the smallest difference is sought anew: clocks drift. */
  private static final Duration PERIOD = Duration.ofMinutes(5);

  /** A difference that grew by so much is a clock that was set, not a slow answer. */
  private static final Duration STEP = Duration.ofSeconds(2);

  private record Period(Instant began, Duration least) {}

  private volatile @Nullable Period current;
  private volatile @Nullable Period before;

  /**
   * @param date as the header has it; null when the answer has none
   */
  synchronized void answered(@Nullable String date, Instant now) {
    if (date == null) {
      return;
    }
    Duration ahead;
    try {
      var said = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      ahead = Duration.between(said, now);
    } catch (DateTimeException notADate) {
      return;
    }
    var known = current;
    if (known == null || ahead.compareTo(ahead().plus(STEP)) > 0) {
      before = null;
      current = new Period(now, ahead);
    } else if (Duration.between(known.began(), now).abs().compareTo(PERIOD) > 0) {
      before = known;
      current = new Period(now, ahead);
    } else if (ahead.compareTo(known.least()) < 0) {
      current = new Period(known.began(), ahead);
    }
  }

  boolean isKnown() {
    return current != null;
  }

  /** Never less than the truth; negative when our clock is behind. */
  Duration ahead() {
    var now = current;
    var past = before;
    if (now == null) {
      return MAX_CLOCK_ERROR;
    }
    return past == null || past.least().compareTo(now.least()) > 0 ? now.least() : past.least();
  }
}
