package dcm.guild.query;

import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks; every field that is not null narrows.
 *
 * @param text part of the title or description, without regard to case
 */
public record TaskFilter(
    @Nullable Status status,
    @Nullable MemberId assignee,
    @Nullable GroupingId category,
    @Nullable GroupingId label,
    @Nullable Instant dueFrom,
    @Nullable Instant dueTo,
    @Nullable String text) {
  public static final TaskFilter ALL = new TaskFilter(null, null, null, null, null, null, null);

  /** What people call it when they look for it; derived from an occurrence's state and due. */
  public enum Status {
    OPEN,
    CLAIMED,
    /** Open or claimed. */
    ACTIVE,
    OVERDUE,
    DONE,
    SKIPPED
  }

  /** In what order. Ties by number. */
  public enum Sort {
    /** Earliest due first, without due last. */
    DUE,
    NUMBER,
    TITLE,
    /** Highest first. */
    PRIORITY,
    /** Changed last first. */
    CHANGED
  }
}
