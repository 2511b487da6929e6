package dcm.entity.wakeup;

import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which guilds are left alone for a while, because they did not wake, or woke without anything new.
 * Holds only guilds that were due at the last full look.
 */
final class WakeUpBackoff {
  private static final int MAX_DOUBLINGS = 20;

  private final Map<GuildId, Attempts> attempts = new HashMap<>();
  private final Duration minBackoff;
  private final Duration maxBackoff;

  /**
   * @param revision where the guild stood when it last woke; -1 before
   * @param inVain how often in a row it did not get on
   */
  private record Attempts(long revision, int failures, Instant notBefore) {}

  WakeUpBackoff(Duration minBackoff, Duration maxBackoff) {
    this.minBackoff = minBackoff;
    this.maxBackoff = maxBackoff;
  }

  /** It woke. When its revision is where it was, its wake-up row is too: not at once again. */
  void wokeUp(GuildId guild, long revision, Instant now) {
    Attempts previous = attempts.get(guild);
    if (previous != null && previous.revision == revision) {
      delay(guild, revision, previous.failures + 1, now);
    } else {
      attempts.put(guild, new Attempts(revision, 0, now));
    }
  }

  /**
   * It did not wake.
   *
   * @return how often in a row
   */
  int failed(GuildId guild, Instant now) {
    Attempts previous = attempts.getOrDefault(guild, new Attempts(-1, 0, now));
    delay(guild, previous.revision, previous.failures + 1, now);
    return previous.failures + 1;
  }

  boolean isBackingOff(GuildId guild, Instant now) {
    Attempts previous = attempts.get(guild);
    return previous != null && now.isBefore(previous.notBefore);
  }

  Stream<GuildId> backingOff(Instant now) {
    return attempts.keySet().stream().filter(guild -> isBackingOff(guild, now));
  }

  /** Everything that is due was seen: what is not among it got on. */
  void retain(Collection<GuildId> due) {
    attempts.keySet().retainAll(due);
  }

  private void delay(GuildId guild, long revision, int failures, Instant now) {
    Duration delay = minBackoff.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    attempts.put(
        guild,
        new Attempts(
            revision, failures, now.plus(delay.compareTo(maxBackoff) < 0 ? delay : maxBackoff)));
  }
}
