package dcm.history;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The operations of all clients; thread-safe. */
public final class History {
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

  public void add(Operation operation) {
    operations.add(operation);
  }

  public List<Operation> operations() {
    return List.copyOf(operations);
  }

  /**
   * The violations of linearizability.
   *
   * @param finalLogs the final items of each guild's log
   */
  public List<Violation> check(Map<String, List<String>> finalLogs) {
    return LinearizabilityChecker.of(operations(), finalLogs);
  }
}
