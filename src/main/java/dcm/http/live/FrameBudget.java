package dcm.http.live;

import dcm.guild.GuildId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of frames wait for their readers: of all sockets of this node, and of each guild,
 * so that one guild cannot use what the others need.
 */
final class FrameBudget {
  private final long perNode;
  private final long perGuild;
  private final AtomicLong all = new AtomicLong();
  private final ConcurrentHashMap<GuildId, Long> byGuild = new ConcurrentHashMap<>();

  FrameBudget(long perNode, long perGuild) {
    this.perNode = perNode;
    this.perGuild = perGuild;
  }

  /** Whether so many more may wait. */
  boolean hasRoom(GuildId guild, long bytes) {
    return all.get() + bytes <= perNode && byGuild.getOrDefault(guild, 0L) + bytes <= perGuild;
  }

  /** Counts them, whether or not there is room. */
  void add(GuildId guild, long bytes) {
    all.addAndGet(bytes);
    byGuild.merge(guild, bytes, Long::sum);
  }

  void remove(GuildId guild, long bytes) {
    all.addAndGet(-bytes);
    byGuild.computeIfPresent(guild, (_, waiting) -> waiting <= bytes ? null : waiting - bytes);
  }

  long queued() {
    return all.get();
  }
}
