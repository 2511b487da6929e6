package dcm.entity;

import dcm.guild.GuildId;
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
final class BackOff {
  private static final int MOST_DOUBLINGS = 20;

  private final Map<GuildId, Tried> tried = new HashMap<>();
  private final Duration first;
  private final Duration longest;

  /**
   * @param revision where the guild stood when it last woke; -1 before
   * @param inVain how often in a row it did not get on
   */
  private record Tried(long revision, int inVain, Instant notBefore) {}

  BackOff(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /** It woke. When its revision is where it was, its wake-up row is too: not at once again. */
  void woke(GuildId guild, long revision, Instant now) {
    Tried last = tried.get(guild);
    if (last != null && last.revision == revision) {
      inVain(guild, revision, last.inVain + 1, now);
    } else {
      tried.put(guild, new Tried(revision, 0, now));
    }
  }

  /**
   * It did not wake.
   *
   * @return how often in a row
   */
  int failed(GuildId guild, Instant now) {
    Tried last = tried.getOrDefault(guild, new Tried(-1, 0, now));
    inVain(guild, last.revision, last.inVain + 1, now);
    return last.inVain + 1;
  }

  boolean rests(GuildId guild, Instant now) {
    Tried last = tried.get(guild);
    return last != null && now.isBefore(last.notBefore);
  }

  Stream<GuildId> resting(Instant now) {
    return tried.keySet().stream().filter(guild -> rests(guild, now));
  }

  /** Everything that is due was seen: what is not among it got on. */
  void keepOnly(Collection<GuildId> due) {
    tried.keySet().retainAll(due);
  }

  private void inVain(GuildId guild, long revision, int times, Instant now) {
    Duration wait = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    tried.put(
        guild, new Tried(revision, times, now.plus(wait.compareTo(longest) < 0 ? wait : longest)));
  }
}
