package dcm.notify;

import dcm.guild.value.DeliveryRoute;
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
final class RecipientQueues {
  private final int parallelism;
  private final Map<DeliveryRoute, Deque<DeliveryAttempt>> queues = new HashMap<>();
  private final Queue<DeliveryRoute> ready = new ArrayDeque<>();
  private final Set<DeliveryRoute> inFlightRoutes = new HashSet<>();

  RecipientQueues(int parallelism) {
    this.parallelism = parallelism;
  }

  void add(DeliveryAttempt attempt) {
    DeliveryRoute route = attempt.details().delivery().route();
    Deque<DeliveryAttempt> queue = queues.get(route);
    if (queue == null) {
      queue = new ArrayDeque<>();
      queues.put(route, queue);
      ready.add(route);
    }
    queue.add(attempt);
  }

  /** What to send next; null while as much as may be is under way, or nothing is there. */
  @Nullable DeliveryAttempt poll() {
    if (inFlightRoutes.size() >= parallelism || ready.isEmpty()) {
      return null;
    }
    DeliveryRoute route = ready.remove();
    inFlightRoutes.add(route);
    return queues.get(route).element();
  }

  /** The one under way is done with: its lane goes on. */
  void complete(DeliveryRoute route) {
    inFlightRoutes.remove(route);
    Deque<DeliveryAttempt> queue = queues.get(route);
    queue.remove();
    if (queue.isEmpty()) {
      queues.remove(route);
    } else {
      ready.add(route);
    }
  }

  /** The one under way has to wait: others may go meanwhile, its lane may not. */
  void postpone(DeliveryRoute route, DeliveryAttempt retry) {
    inFlightRoutes.remove(route);
    Deque<DeliveryAttempt> queue = queues.get(route);
    queue.remove();
    queue.addFirst(retry);
  }

  /** It has waited long enough. */
  void ready(DeliveryRoute route) {
    ready.add(route);
  }

  int inFlight() {
    return inFlightRoutes.size();
  }
}
