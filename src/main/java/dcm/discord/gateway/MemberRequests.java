package dcm.discord.gateway;

import dcm.guild.value.GuildId;
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
  static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

  private static final int MAX_ATTEMPTS = 3;

  private record Request(Instant sentAt, int attempts) {}

  private final SequencedSet<GuildId> queued = new LinkedHashSet<>();
  private final Map<GuildId, Integer> attempts = new HashMap<>();

  /** In the order in which they were asked. */
  private final LinkedHashMap<GuildId, Request> inFlight = new LinkedHashMap<>();

  /** The guild was told without its members. */
  void add(GuildId guild) {
    inFlight.remove(guild);
    attempts.remove(guild);
    queued.addLast(guild);
  }

  /** Somebody uses this guild: it is the next when it waits. */
  void prioritize(GuildId guild) {
    if (queued.contains(guild)) {
      queued.addFirst(guild);
    }
  }

  /** The next guild to ask for; it stays until {@link #sent}. Null when none waits. */
  @Nullable GuildId next(Instant now) {
    expire(now);
    return queued.isEmpty() ? null : queued.getFirst();
  }

  /** A request that was lost on the way is repeated after the others, a few times. */
  private void expire(Instant now) {
    while (!inFlight.isEmpty()) {
      var oldest = inFlight.firstEntry();
      if (oldest.getValue().sentAt().plus(RESPONSE_TIMEOUT).isAfter(now)) {
        return;
      }
      inFlight.remove(oldest.getKey());
      if (oldest.getValue().attempts() < MAX_ATTEMPTS) {
        attempts.put(oldest.getKey(), oldest.getValue().attempts());
        queued.addLast(oldest.getKey());
      }
    }
  }

  void sent(GuildId guild, Instant now) {
    queued.remove(guild);
    Integer previousAttempts = attempts.remove(guild);
    inFlight.putLast(guild, new Request(now, previousAttempts == null ? 1 : previousAttempts + 1));
  }

  /** Some of the members came, and more are on their way. */
  void progress(GuildId guild, Instant now) {
    var request = inFlight.get(guild);
    if (request != null) {
      inFlight.putLast(guild, new Request(now, request.attempts()));
    }
  }

  /** All members of the guild are known, or the bot has left it. */
  void complete(GuildId guild) {
    queued.remove(guild);
    inFlight.remove(guild);
    attempts.remove(guild);
  }

  /** The connection is gone, and with it what was sent and not answered: that is asked again. */
  void disconnected() {
    for (var guild : inFlight.sequencedKeySet().reversed()) {
      queued.addFirst(guild);
    }
    inFlight.clear();
  }

  /** A new session tells of every guild anew. */
  void clear() {
    queued.clear();
    inFlight.clear();
    attempts.clear();
  }

  /** Guilds whose members are not all known yet. */
  int size() {
    return queued.size() + inFlight.size();
  }
}
