package dcm.guild;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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

  static Occurrence opened(OccurrenceEvent.Opened event, Instant at) {
    return new Occurrence(
        event.ordinal(),
        State.OPEN,
        event.due(),
        at,
        event.assignees(),
        null,
        null,
        List.of(),
        null,
        null);
  }

  Occurrence assigned(List<MemberId> whose) {
    boolean keeps = claimedBy != null && whose.contains(claimedBy);
    return active(keeps ? claimedBy : null, whose, snoozedUntil, remindedOf);
  }

  Occurrence claimed(MemberId by) {
    return active(by, assignees, snoozedUntil, remindedOf);
  }

  Occurrence released() {
    return active(null, assignees, snoozedUntil, remindedOf);
  }

  /** Former snoozes are forgotten: each can end only once. */
  Occurrence snoozed(Instant until) {
    List<String> ladder = remindedOf.stream().filter(key -> !Stage.Snoozed.names(key)).toList();
    return active(claimedBy, assignees, until, ladder);
  }

  Occurrence reminded(List<String> stages) {
    List<String> all = Stream.concat(remindedOf.stream(), stages.stream()).distinct().toList();
    boolean over = snoozedUntil != null && all.contains(new Stage.Snoozed(snoozedUntil).key());
    return active(claimedBy, assignees, over ? null : snoozedUntil, all);
  }

  Occurrence reopened(@Nullable MemberId claim) {
    return active(claim, assignees, null, remindedOf);
  }

  Occurrence done(Completion how, Instant at) {
    return closed(State.DONE, how, at);
  }

  Occurrence skipped(Instant at) {
    return closed(State.SKIPPED, null, at);
  }

  private Occurrence active(
      @Nullable MemberId claim,
      List<MemberId> whose,
      @Nullable Instant snoozed,
      List<String> reminded) {
    State now = claim == null ? State.OPEN : State.CLAIMED;
    return new Occurrence(ordinal, now, due, openedAt, whose, claim, snoozed, reminded, null, null);
  }

  private Occurrence closed(State how, @Nullable Completion completed, Instant at) {
    return new Occurrence(
        ordinal, how, due, openedAt, assignees, null, null, remindedOf, completed, at);
  }
}
