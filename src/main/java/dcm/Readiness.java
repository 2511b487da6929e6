package dcm;

import java.util.concurrent.atomic.AtomicReference;

/** Whether this node takes work: what a load balancer wants to know. */
final class Readiness {
  /** In this order, once. */
  enum State {
    OPENING,
    READY,
    LEAVING
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

  State state() {
    return state.get();
  }

  boolean isReady() {
    return state.get() == State.READY;
  }

  /** Everything is open and the node is up in the cluster. Says nothing when it leaves already. */
  void ready() {
    state.compareAndSet(State.OPENING, State.READY);
  }

  void leaving() {
    state.set(State.LEAVING);
  }
}
