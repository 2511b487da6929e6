package dcm.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What all who asked have seen; any thread may add to it. */
public final class History {
  private final Queue<Operation> seen = new ConcurrentLinkedQueue<>();

  public void add(Operation operation) {
    seen.add(operation);
  }

  public List<Operation> operations() {
    return List.copyOf(seen);
  }

  /**
   * What could not have been.
   *
   * @param ends the items of each guild's log when all is over
   */
  public List<Violation> judge(Map<String, List<String>> ends) {
    return Judge.of(operations(), ends);
  }
}
