package dcm.guild;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One due instance of a task.
 *
 * @param ordinal 1 for the first of its task, then counting up; never reused
 * @param openedAt when it came to be; reminders that would lie before it are not sent
 * @param assignees whose it is; empty: first to claim
 * @param claimedBy who took it on, null unless CLAIMED
 * @param snoozedUntil null unless snoozed
 * @param remindedOf stages whose reminder was queued already
 * @param completion null unless DONE
 */
public record Occurrence(
    int ordinal,
    State state,
    Due due,
    Instant openedAt,
    List<MemberId> assignees,
    @Nullable MemberId claimedBy,
    @Nullable Instant snoozedUntil,
    List<String> remindedOf,
    @Nullable Completion completion,
    @Nullable Instant closedAt) {
  public Occurrence {
    assignees = List.copyOf(assignees);
    remindedOf = List.copyOf(remindedOf);
  }

  /** Stored states. Overdue, upcoming and the like are derived by {@link #overdue}. */
  public enum State {
    OPEN,
    CLAIMED,
    DONE,
    SKIPPED,
    CANCELLED
  }

  /** Who has to do it: who claimed it, otherwise whose it is. */
  public List<MemberId> holders() {
    return claimedBy == null ? assignees : List.of(claimedBy);
  }

  public boolean active() {
    return state == State.OPEN || state == State.CLAIMED;
  }

  /** Derived, never stored: active and past its due. */
  public boolean overdue(Instant now) {
    return active()
        && switch (due) {
          case Due.Never _ -> false;
          case Due.AtTime time -> now.isAfter(time.instant());
          case Due.AllDay day -> !now.isBefore(day.ends());
        };
  }
}
