package dcm.entity.wakeup;

import dcm.flow.ExponentialBackoff;
import dcm.guild.value.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Backoff of guilds whose wake-up failed or had no effect. Holds only guilds that were due at the
 * last complete query.
 */
final class WakeUpBackoff {
  private final Map<GuildId, Attempts> attempts = new HashMap<>();
  private final ExponentialBackoff backoff;

  /**
   * The wake-ups of one guild.
   *
   * @param revision the guild's revision after its last wake-up; -1 before the first
   * @param failures number of consecutive wake-ups without progress
   */
  private record Attempts(long revision, int failures, Instant notBefore) {}

  WakeUpBackoff(Duration minBackoff, Duration maxBackoff) {
    this.backoff = new ExponentialBackoff(minBackoff, maxBackoff);
  }

  /**
   * Records a wake-up. An unchanged revision means an unchanged plan, so the guild is not woken
   * again at once.
   */
  void wokeUp(GuildId guild, long revision, Instant now) {
    Attempts previous = attempts.get(guild);
    if (previous != null && previous.revision == revision) {
      delay(guild, revision, previous.failures + 1, now);
    } else {
      attempts.put(guild, new Attempts(revision, 0, now));
    }
  }

  /**
   * Records a failed wake-up.
   *
   * @return number of consecutive failures
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

  /** Keeps only guilds that are still due, after a complete query. */
  void retain(Collection<GuildId> due) {
    attempts.keySet().retainAll(due);
  }

  private void delay(GuildId guild, long revision, int failures, Instant now) {
    attempts.put(guild, new Attempts(revision, failures, now.plus(backoff.delay(failures))));
  }
}
