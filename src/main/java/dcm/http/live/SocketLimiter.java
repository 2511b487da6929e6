package dcm.http.live;

import dcm.guild.value.GuildId;
import dcm.guild.value.MemberId;
import dcm.http.HttpSettings;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits the sockets of this node, of each guild and of each member. */
final class SocketLimiter {
  private final int maxPerMember;
  private final int maxPerGuild;
  private final int maxPerNode;
  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentHashMap<GuildId, Integer> countByGuild = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<SocketOwner, Integer> countByMember = new ConcurrentHashMap<>();

  /** The member whose socket it is. */
  record SocketOwner(GuildId guild, MemberId member) {}

  SocketLimiter(HttpSettings.LiveLimits limits) {
    this.maxPerMember = limits.maxPerMember();
    this.maxPerGuild = limits.maxPerGuild();
    this.maxPerNode = limits.maxPerNode();
  }

  /**
   * Counts a socket before its member is known; the caller must {@link #release} it exactly once
   * after true.
   */
  boolean tryAcquire() {
    if (total.incrementAndGet() <= maxPerNode) {
      return true;
    }
    total.decrementAndGet();
    return false;
  }

  void release() {
    total.decrementAndGet();
  }

  boolean tryAcquireFor(SocketOwner owner) {
    if (!tryAcquire(countByMember, owner, maxPerMember)) {
      return false;
    }
    if (!tryAcquire(countByGuild, owner.guild(), maxPerGuild)) {
      release(countByMember, owner);
      return false;
    }
    return true;
  }

  void releaseFor(SocketOwner owner) {
    release(countByMember, owner);
    release(countByGuild, owner.guild());
  }

  private static <K> boolean tryAcquire(ConcurrentHashMap<K, Integer> counts, K key, int max) {
    if (counts.merge(key, 1, Integer::sum) <= max) {
      return true;
    }
    release(counts, key);
    return false;
  }

  private static <K> void release(ConcurrentHashMap<K, Integer> counts, K key) {
    counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  int count() {
    return total.get();
  }
}
