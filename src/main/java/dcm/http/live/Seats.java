package dcm.http.live;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sockets there are on this node, and of each member. */
final class Seats {
  private final int perMember;
  private final int perNode;
  private final AtomicInteger all = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> byMember = new ConcurrentHashMap<>();

  Seats(int perMember, int perNode) {
    this.perMember = perMember;
    this.perNode = perNode;
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

  boolean takeAs(String member) {
    if (byMember.merge(member, 1, Integer::sum) <= perMember) {
      return true;
    }
    giveBackAs(member);
    return false;
  }

  void giveBackAs(String member) {
    byMember.computeIfPresent(member, (_, count) -> count == 1 ? null : count - 1);
  }

  int taken() {
    return all.get();
  }
}
