package dcm.guild.state;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A node of a weight-balanced tree of tasks that counts the tasks of each {@link TaskSelection}
 * below it. Immutable. Of two siblings, neither has more than three times as many nodes as the
 * other, both plus one; a rotation is single when the inner grandchild has less than twice as many
 * as the outer (Hirai and Yamamoto, Balancing weight-balanced trees, 2011).
 */
final class TaskNode {
  private static final int MAX_RATIO = 3;
  private static final int SINGLE_ROTATION_RATIO = 2;

  final @Nullable TaskNode left;
  final IndexedTask task;
  final @Nullable TaskNode right;
  private final int size;
  private final long sizes;

  TaskNode(@Nullable TaskNode left, IndexedTask task, @Nullable TaskNode right) {
    this.left = left;
    this.task = task;
    this.right = right;
    int count = 1;
    long counts = task.sizes();
    if (left != null) {
      count += left.size;
      counts += left.sizes;
    }
    if (right != null) {
      count += right.size;
      counts += right.sizes;
    }
    this.size = count;
    this.sizes = counts;
  }

  static int count(@Nullable TaskNode node, TaskSelection selection) {
    return node == null ? 0 : selection.size(node.size, node.sizes);
  }

  /** A node whose subtrees differ from a balanced node's by at most one task. */
  static TaskNode balanced(@Nullable TaskNode left, IndexedTask task, @Nullable TaskNode right) {
    if (right != null && isHeavy(right, left)) {
      return rotatedLeft(left, task, right);
    }
    if (left != null && isHeavy(left, right)) {
      return rotatedRight(left, task, right);
    }
    return new TaskNode(left, task, right);
  }

  private static TaskNode rotatedLeft(@Nullable TaskNode left, IndexedTask task, TaskNode right) {
    TaskNode inner = right.left;
    return inner == null || weight(inner) < SINGLE_ROTATION_RATIO * weight(right.right)
        ? new TaskNode(new TaskNode(left, task, inner), right.task, right.right)
        : new TaskNode(
            new TaskNode(left, task, inner.left),
            inner.task,
            new TaskNode(inner.right, right.task, right.right));
  }

  private static TaskNode rotatedRight(TaskNode left, IndexedTask task, @Nullable TaskNode right) {
    TaskNode inner = left.right;
    return inner == null || weight(inner) < SINGLE_ROTATION_RATIO * weight(left.left)
        ? new TaskNode(left.left, left.task, new TaskNode(inner, task, right))
        : new TaskNode(
            new TaskNode(left.left, left.task, inner.left),
            inner.task,
            new TaskNode(inner.right, task, right));
  }

  private static boolean isHeavy(TaskNode node, @Nullable TaskNode sibling) {
    return weight(node) > MAX_RATIO * weight(sibling);
  }

  private static int weight(@Nullable TaskNode node) {
    return node == null ? 1 : node.size + 1;
  }

  /** The tree of two neighbours whose parent is gone. */
  static @Nullable TaskNode joined(@Nullable TaskNode left, @Nullable TaskNode right) {
    if (left == null || right == null) {
      return left == null ? right : left;
    }
    return weight(left) > weight(right)
        ? balanced(withoutLast(left), last(left), right)
        : balanced(left, first(right), withoutFirst(right));
  }

  private static IndexedTask first(TaskNode node) {
    return node.left == null ? node.task : first(node.left);
  }

  private static IndexedTask last(TaskNode node) {
    return node.right == null ? node.task : last(node.right);
  }

  private static @Nullable TaskNode withoutFirst(TaskNode node) {
    return node.left == null
        ? node.right
        : balanced(withoutFirst(node.left), node.task, node.right);
  }

  private static @Nullable TaskNode withoutLast(TaskNode node) {
    return node.right == null ? node.left : balanced(node.left, node.task, withoutLast(node.right));
  }

  /**
   * Visits the tasks of a selection in order.
   *
   * @param skipped number of tasks of the selection to skip
   * @param visitor returns false to end the visit
   * @return false: the visitor ended it
   */
  static boolean visit(
      @Nullable TaskNode node,
      TaskSelection selection,
      int skipped,
      Predicate<IndexedTask> visitor) {
    if (node == null || skipped >= count(node, selection)) {
      return true;
    }
    int before = count(node.left, selection);
    if (skipped < before && !visit(node.left, selection, skipped, visitor)) {
      return false;
    }
    int remaining = Math.max(0, skipped - before);
    if (selection.includes(node.task)) {
      if (remaining == 0 && !visitor.test(node.task)) {
        return false;
      }
      remaining = Math.max(0, remaining - 1);
    }
    return visit(node.right, selection, remaining, visitor);
  }
}
