package dcm.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What all who asked have seen; any thread may add to it. */
public final class History {
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

  public void add(Operation operation) {
    operations.add(operation);
  }

  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /**
   * What could not have been.
   *
   * @param ends the items of each guild's log when all is over
   */
  public List<Violation> check(Map<String, List<String>> finalLogs) {
    return LinearizabilityChecker.of(operations(), finalLogs);
  }
}
