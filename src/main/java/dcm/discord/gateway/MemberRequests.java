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
 * Queued and pending requests for the members of one shard's guilds ({@code
 * REQUEST_GUILD_MEMBERS}). The caller sends one request every {@link #INTERVAL}. A guild occurs at
 * most once, so the size is bounded by the shard's guilds.
 */
final class MemberRequests {
  /**
   * 90 requests a minute. Discord closes a connection that sends more than 120 frames a minute;
   * heartbeats, a RESUME and earlier requests need the rest (docs: topics/gateway).
   */
  static final Duration INTERVAL = Duration.ofMillis(667);

  /** Time without an answer after which a request counts as lost. */
  static final Duration RESPONSE_TIMEOUT = Duration.ofMinutes(2);

  private static final int MAX_ATTEMPTS = 3;

  private record Request(Instant sentAt, int attempts) {}

  private final SequencedSet<GuildId> queued = new LinkedHashSet<>();
  private final Map<GuildId, Integer> attempts = new HashMap<>();

  /** In the order of sending. */
  private final LinkedHashMap<GuildId, Request> inFlight = new LinkedHashMap<>();

  /** The guild arrived without its members. */
  void add(GuildId guild) {
    inFlight.remove(guild);
    attempts.remove(guild);
    queued.addLast(guild);
  }

  /** A member uses this guild: it moves to the front of the queue when it is queued. */
  void prioritize(GuildId guild) {
    if (queued.contains(guild)) {
      queued.addFirst(guild);
    }
  }

  /**
   * The next guild to request, which stays queued until {@link #sent}; null when none is queued.
   */
  @Nullable GuildId next(Instant now) {
    expire(now);
    return queued.isEmpty() ? null : queued.getFirst();
  }

  /** Queues a lost request again, after the others, up to {@link #MAX_ATTEMPTS} times. */
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

  /** Some of the members arrived, and more follow. */
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

  /** The connection was lost: requests that are in flight are sent again. */
  void disconnected() {
    for (var guild : inFlight.sequencedKeySet().reversed()) {
      queued.addFirst(guild);
    }
    inFlight.clear();
  }

  /** A new session sends every guild again. */
  void clear() {
    queued.clear();
    inFlight.clear();
    attempts.clear();
  }

  /** The number of guilds whose members are not all known yet. */
  int size() {
    return queued.size() + inFlight.size();
  }
}
