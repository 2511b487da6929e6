package dcm.discord;

import dcm.guild.GuildId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The guilds of one shard whose members are to be asked for ({@code REQUEST_GUILD_MEMBERS}), and
 * those that were asked for and not told completely yet. Whoever uses it sends one request at a
 * time and {@link #INTERVAL} apart. A guild is in it once at most, so it is bounded by the shard's
 * guilds.
 */
final class MemberRequests {
  /**
   * 90 a minute. Discord ends a connection that sends more than 120 frames in a minute; heartbeats,
   * a RESUME and the requests of the moment before it need some of them (docs: topics/gateway).
   */
  static final Duration INTERVAL = Duration.ofMillis(667);

  /** After so long without an answer a request counts as lost. */
  static final Duration UNANSWERED = Duration.ofMinutes(2);

  private static final int MAX_ATTEMPTS = 3;

  private record Asked(Instant at, int attempts) {}

  private final SequencedSet<GuildId> waiting = new LinkedHashSet<>();
  private final Map<GuildId, Integer> attempts = new HashMap<>();

  /** In the order in which they were asked. */
  private final LinkedHashMap<GuildId, Asked> unanswered = new LinkedHashMap<>();

  /** The guild was told without its members. */
  void add(GuildId guild) {
    unanswered.remove(guild);
    attempts.remove(guild);
    waiting.addLast(guild);
  }

  /** Somebody uses this guild: it is the next when it waits. */
  void prefer(GuildId guild) {
    if (waiting.contains(guild)) {
      waiting.addFirst(guild);
    }
  }

  /** The next guild to ask for; it stays until {@link #sent}. Null when none waits. */
  @Nullable GuildId next(Instant now) {
    giveUp(now);
    return waiting.isEmpty() ? null : waiting.getFirst();
  }

  /** A request that was lost on the way is repeated after the others, a few times. */
  private void giveUp(Instant now) {
    while (!unanswered.isEmpty()) {
      var eldest = unanswered.firstEntry();
      if (eldest.getValue().at().plus(UNANSWERED).isAfter(now)) {
        return;
      }
      unanswered.remove(eldest.getKey());
      if (eldest.getValue().attempts() < MAX_ATTEMPTS) {
        attempts.put(eldest.getKey(), eldest.getValue().attempts());
        waiting.addLast(eldest.getKey());
      }
    }
  }

  void sent(GuildId guild, Instant now) {
    waiting.remove(guild);
    Integer before = attempts.remove(guild);
    unanswered.putLast(guild, new Asked(now, before == null ? 1 : before + 1));
  }

  /** Some of the members came, and more are on their way. */
  void progress(GuildId guild, Instant now) {
    var asked = unanswered.get(guild);
    if (asked != null) {
      unanswered.putLast(guild, new Asked(now, asked.attempts()));
    }
  }

  /** All members of the guild are known, or the bot has left it. */
  void over(GuildId guild) {
    waiting.remove(guild);
    unanswered.remove(guild);
    attempts.remove(guild);
  }

  /** The connection is gone, and with it what was sent and not answered: that is asked again. */
  void disconnected() {
    for (var guild : unanswered.sequencedKeySet().reversed()) {
      waiting.addFirst(guild);
    }
    unanswered.clear();
  }

  /** A new session tells of every guild anew. */
  void clear() {
    waiting.clear();
    unanswered.clear();
    attempts.clear();
  }

  /** Guilds whose members are not all known yet. */
  int size() {
    return waiting.size() + unanswered.size();
  }
}
