package dcm.guild.query;

import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selection of tasks; every field that is not null narrows it.
 *
 * @param text part of the title or description, ignoring case
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

  /** Whether no field but the status narrows the selection. */
  public boolean selectsByStatusOnly() {
    return assignee == null
        && category == null
        && label == null
        && dueFrom == null
        && dueTo == null
        && text == null;
  }

  /** The status to search for; derived from an occurrence's state and due. */
  public enum Status {
    OPEN,
    CLAIMED,
    /** Open or claimed. */
    ACTIVE,
    OVERDUE,
    DONE,
    SKIPPED,
    /** An open occurrence awaits approval. */
    AWAITING_APPROVAL,
    /** The occurrence closed last was missed, or it expired; the next may be open. */
    MISSED;

    /** Whether it is about the occurrence closed last. */
    public boolean isOfClosed() {
      return this == DONE || this == SKIPPED || this == MISSED;
    }
  }

  /** The order of the result; ties are ordered by number. */
  public enum Sort {
    /** Earliest due first, without due last. */
    DUE,
    NUMBER,
    TITLE,
    /** Highest first. */
    PRIORITY,
    /** Last changed first. */
    CHANGED
  }
}
