package dcm.notify;

import dcm.guild.Route;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One lane per recipient: in a lane everything goes one after the other, lanes go beside each
 * other, so many at a time, in the order in which they had something to send.
 */
final class Lanes {
  private final int parallel;
  private final Map<Route, Deque<Errand>> lanes = new HashMap<>();
  private final Queue<Route> ready = new ArrayDeque<>();
  private final Set<Route> busy = new HashSet<>();

  Lanes(int parallel) {
    this.parallel = parallel;
  }

  void add(Errand errand) {
    Route route = errand.parcel().delivery().route();
    Deque<Errand> lane = lanes.get(route);
    if (lane == null) {
      lane = new ArrayDeque<>();
      lanes.put(route, lane);
      ready.add(route);
    }
    lane.add(errand);
  }

  /** What to send next; null while as much as may be is under way, or nothing is there. */
  @Nullable Errand take() {
    if (busy.size() >= parallel || ready.isEmpty()) {
      return null;
    }
    Route route = ready.remove();
    busy.add(route);
    return lanes.get(route).element();
  }

  /** The one under way is done with: its lane goes on. */
  void done(Route route) {
    busy.remove(route);
    Deque<Errand> lane = lanes.get(route);
    lane.remove();
    if (lane.isEmpty()) {
      lanes.remove(route);
    } else {
      ready.add(route);
    }
  }

  /** The one under way has to wait: others may go meanwhile, its lane may not. */
  void waits(Route route, Errand again) {
    busy.remove(route);
    Deque<Errand> lane = lanes.get(route);
    lane.remove();
    lane.addFirst(again);
  }

  /** It has waited long enough. */
  void ready(Route route) {
    ready.add(route);
  }

  int underWay() {
    return busy.size();
  }
}
