package dcm.http.live;

import dcm.guild.GuildId;
import dcm.guild.MemberId;
import dcm.http.HttpSettings;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sockets there are on this node, of each guild and of each member. */
final class Seats {
  private final int perMember;
  private final int perGuild;
  private final int perNode;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<GuildId, Integer> byGuild = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Seat, Integer> byMember = new ConcurrentHashMap<>();

  /** Whose socket it is. */
  record Seat(GuildId guild, MemberId member) {}

  Seats(HttpSettings.LiveLimits limits) {
    this.perMember = limits.perMember();
    this.perGuild = limits.perGuild();
    this.perNode = limits.perNode();
  }

  /** A seat for somebody not known yet; whoever got one gives it back once. */
  boolean take() {
    if (all.incrementAndGet() <= perNode) {
      return true;
    }
    all.decrementAndGet();
    return false;
  }

  void giveBack() {
    all.decrementAndGet();
  }

  boolean takeAs(Seat seat) {
    if (!take(byMember, seat, perMember)) {
      return false;
    }
    if (!take(byGuild, seat.guild(), perGuild)) {
      giveBack(byMember, seat);
      return false;
    }
    return true;
  }

  void giveBackAs(Seat seat) {
    giveBack(byMember, seat);
    giveBack(byGuild, seat.guild());
  }

  private static <K> boolean take(ConcurrentHashMap<K, Integer> taken, K key, int most) {
    if (taken.merge(key, 1, Integer::sum) <= most) {
      return true;
    }
    giveBack(taken, key);
    return false;
  }

  private static <K> void giveBack(ConcurrentHashMap<K, Integer> taken, K key) {
    taken.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
  }

  int taken() {
    return all.get();
  }
}
