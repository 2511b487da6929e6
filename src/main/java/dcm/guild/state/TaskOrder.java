package dcm.guild.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a guild in one order. Immutable. A change, a count and the search of a position cost
 * O(log n), for all tasks and for each {@link TaskSelection}.
 */
public final class TaskOrder {
  private final Comparator<IndexedTask> comparator;
  final @Nullable TaskNode root;

  private TaskOrder(Comparator<IndexedTask> comparator, @Nullable TaskNode root) {
    this.comparator = comparator;
    this.root = root;
  }

  /**
   * An order without tasks.
   *
   * @param comparator equal for the same task only
   */
  static TaskOrder empty(Comparator<IndexedTask> comparator) {
    return new TaskOrder(comparator, null);
  }

  /** The order with a task added. */
  TaskOrder with(IndexedTask task) {
    return new TaskOrder(comparator, with(root, task));
  }

  /** The order with a task in its changed form, at its new place. */
  TaskOrder with(IndexedTask before, IndexedTask after) {
    TaskNode others = comparator.compare(before, after) == 0 ? root : without(root, before);
    return new TaskOrder(comparator, with(others, after));
  }

  TaskOrder without(IndexedTask task) {
    return new TaskOrder(comparator, without(root, task));
  }

  private TaskNode with(@Nullable TaskNode node, IndexedTask task) {
    if (node == null) {
      return new TaskNode(null, task, null);
    }
    int order = comparator.compare(task, node.task);
    return order == 0
        ? new TaskNode(node.left, task, node.right)
        : order < 0
            ? TaskNode.balanced(with(node.left, task), node.task, node.right)
            : TaskNode.balanced(node.left, node.task, with(node.right, task));
  }

  private @Nullable TaskNode without(@Nullable TaskNode node, IndexedTask task) {
    if (node == null) {
      return null;
    }
    int order = comparator.compare(task, node.task);
    return order == 0
        ? TaskNode.joined(node.left, node.right)
        : order < 0
            ? TaskNode.balanced(without(node.left, task), node.task, node.right)
            : TaskNode.balanced(node.left, node.task, without(node.right, task));
  }

  public int count(TaskSelection selection) {
    return TaskNode.count(root, selection);
  }

  /**
   * The position in a selection of the first task that is not before a bound.
   *
   * @param isBefore true for the first tasks of the order, false for all others
   */
  public int position(TaskSelection selection, Predicate<IndexedTask> isBefore) {
    int position = 0;
    TaskNode node = root;
    while (node != null) {
      if (isBefore.test(node.task)) {
        position += TaskNode.count(node, selection) - TaskNode.count(node.right, selection);
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return position;
  }

  /**
   * Visits the tasks of a selection in this order.
   *
   * @param from position of the first in the selection
   * @param visitor returns false to end the visit
   */
  public void visit(TaskSelection selection, int from, Predicate<IndexedTask> visitor) {
    TaskNode.visit(root, selection, from, visitor);
  }

  /**
   * Tasks of a selection in this order.
   *
   * @param from position of the first in the selection
   * @param limit maximum number of tasks, not negative
   */
  public List<IndexedTask> list(TaskSelection selection, int from, int limit) {
    List<IndexedTask> tasks = new ArrayList<>();
    if (limit > 0) {
      visit(
          selection,
          from,
          task -> {
            tasks.add(task);
            return tasks.size() < limit;
          });
    }
    return tasks;
  }

  public List<IndexedTask> list(TaskSelection selection) {
    return list(selection, 0, Integer.MAX_VALUE);
  }

  /** The task at a position; null: there is none. */
  public @Nullable IndexedTask get(TaskSelection selection, int position) {
    List<IndexedTask> found = list(selection, position, 1);
    return found.isEmpty() ? null : found.getFirst();
  }

  /**
   * The task with a key of this order; null: there is none.
   *
   * @param comparison compares the key with that of a task
   */
  @Nullable IndexedTask find(ToIntFunction<IndexedTask> comparison) {
    TaskNode node = root;
    while (node != null) {
      int order = comparison.applyAsInt(node.task);
      if (order == 0) {
        return node.task;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  public Comparator<IndexedTask> comparator() {
    return comparator;
  }
}
