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
 * One queue per recipient. Deliveries to one recipient are sent sequentially; up to {@code
 * parallelism} queues are served concurrently, in the order in which they became ready.
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

  /** The next delivery to send; null when {@code parallelism} is reached or no queue is ready. */
  @Nullable DeliveryAttempt poll() {
    if (inFlightRoutes.size() >= parallelism || ready.isEmpty()) {
      return null;
    }
    DeliveryRoute route = ready.remove();
    inFlightRoutes.add(route);
    return queues.get(route).element();
  }

  /** Removes the delivery in flight; the rest of its queue becomes ready. */
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

  /** Replaces the delivery in flight by its retry; its queue waits until {@link #ready}. */
  void postpone(DeliveryRoute route, DeliveryAttempt retry) {
    inFlightRoutes.remove(route);
    Deque<DeliveryAttempt> queue = queues.get(route);
    queue.remove();
    queue.addFirst(retry);
  }

  /** Makes a postponed queue ready. */
  void ready(DeliveryRoute route) {
    ready.add(route);
  }

  int inFlight() {
    return inFlightRoutes.size();
  }
}
