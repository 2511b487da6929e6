package dcm.guild.state;

import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import org.jspecify.annotations.Nullable;

/**
 * Sets of tasks by state, of which {@link TaskOrder} knows the sizes. A task may be in several.
 *
 * <p>The sizes of {@link #OPEN}, {@link #CLAIMED}, {@link #DONE} and {@link #SKIPPED} are the four
 * 16-bit parts of one number, so that a node of a tree adds them at once: a guild has at most
 * 20,000 tasks.
 */
public enum TaskSelection {
  ALL,
  /** Tasks whose open occurrence nobody has claimed. */
  OPEN,
  CLAIMED,
  /** Tasks with an open occurrence, claimed or not. */
  ACTIVE,
  /** Tasks whose occurrence closed last was done; the next may be open. */
  DONE,
  /** Tasks whose occurrence closed last was skipped; the next may be open. */
  SKIPPED;

  private static final long ONE_OPEN = 1L;
  private static final long ONE_CLAIMED = 1L << 16;
  private static final long ONE_DONE = 1L << 32;
  private static final long ONE_SKIPPED = 1L << 48;
  private static final int MAX_SIZE = 0xffff;

  /** The sizes of all sets that consist of one task. */
  static long sizes(Task task) {
    return size(task.open()) + size(task.closed());
  }

  private static long size(@Nullable Occurrence occurrence) {
    return occurrence == null
        ? 0
        : switch (occurrence.state()) {
          case OPEN -> ONE_OPEN;
          case CLAIMED -> ONE_CLAIMED;
          case DONE -> ONE_DONE;
          case SKIPPED -> ONE_SKIPPED;
          case AWAITING_APPROVAL, MISSED, EXPIRED, CANCELLED -> 0;
        };
  }

  /**
   * The size of this set.
   *
   * @param all number of all tasks
   * @param sizes sum of {@link #sizes(Task)} of all tasks
   */
  int size(int all, long sizes) {
    return switch (this) {
      case ALL -> all;
      case OPEN -> (int) sizes & MAX_SIZE;
      case CLAIMED -> (int) (sizes >>> 16) & MAX_SIZE;
      case ACTIVE -> ((int) sizes & MAX_SIZE) + ((int) (sizes >>> 16) & MAX_SIZE);
      case DONE -> (int) (sizes >>> 32) & MAX_SIZE;
      case SKIPPED -> (int) (sizes >>> 48);
    };
  }

  boolean includes(IndexedTask task) {
    return size(1, task.sizes()) > 0;
  }
}
