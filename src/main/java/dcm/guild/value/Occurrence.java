package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One due instance of a task.
 *
 * @param ordinal 1 for the first of its task, then counting up; never reused
 * @param openedAt reminders that would be due before it are not sent
 * @param assignees empty: open to the first member who claims it
 * @param claimedBy null unless CLAIMED
 * @param snoozedUntil null unless snoozed
 * @param remindedOf keys of the stages whose reminder was queued already
 * @param completion null unless DONE
 * @param closedAt null while it is open
 */
@RecordBuilder
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
    @Nullable Instant closedAt)
    implements OccurrenceBuilder.With {
  public Occurrence {
    assignees = List.copyOf(assignees);
    remindedOf = List.copyOf(remindedOf);
  }

  /** Stored states. Whether an occurrence is overdue is derived by {@link #overdue}. */
  public enum State {
    OPEN,
    CLAIMED,
    DONE,
    SKIPPED,
    CANCELLED
  }

  /** The members responsible for it: the claimant, otherwise the assignees. */
  public List<MemberId> holders() {
    return claimedBy == null ? assignees : List.of(claimedBy);
  }

  public boolean active() {
    return state == State.OPEN || state == State.CLAIMED;
  }

  /** Whether it is active and past its due. */
  public boolean overdue(Instant now) {
    return active() && due.isOverdue(now);
  }

  public static Occurrence opened(int ordinal, Due due, List<MemberId> assignees, Instant at) {
    return new Occurrence(
        ordinal, State.OPEN, due, at, assignees, null, null, List.of(), null, null);
  }

  public Occurrence assigned(List<MemberId> newAssignees) {
    boolean keepsClaim = claimedBy != null && newAssignees.contains(claimedBy);
    return active(keepsClaim ? claimedBy : null, newAssignees, snoozedUntil, remindedOf);
  }

  public Occurrence claimed(MemberId by) {
    return active(by, assignees, snoozedUntil, remindedOf);
  }

  public Occurrence released() {
    return active(null, assignees, snoozedUntil, remindedOf);
  }

  /** Replaces earlier snoozes: each snooze can end only once. */
  public Occurrence snoozed(Instant until) {
    List<String> remaining =
        remindedOf.stream().filter(key -> !ReminderStage.Snoozed.matches(key)).toList();
    return active(claimedBy, assignees, until, remaining);
  }

  public Occurrence reminded(List<String> stages) {
    List<String> all = Stream.concat(remindedOf.stream(), stages.stream()).distinct().toList();
    boolean snoozeOver =
        snoozedUntil != null && all.contains(new ReminderStage.Snoozed(snoozedUntil).key());
    return active(claimedBy, assignees, snoozeOver ? null : snoozedUntil, all);
  }

  public Occurrence reopened(@Nullable MemberId claimant) {
    return active(claimant, assignees, null, remindedOf);
  }

  public Occurrence done(Completion outcome, Instant at) {
    return closed(State.DONE, outcome, at);
  }

  public Occurrence skipped(Instant at) {
    return closed(State.SKIPPED, null, at);
  }

  private Occurrence active(
      @Nullable MemberId claimant,
      List<MemberId> newAssignees,
      @Nullable Instant snoozed,
      List<String> reminded) {
    return with(changed ->
        changed
            .state(claimant == null ? State.OPEN : State.CLAIMED)
            .assignees(newAssignees)
            .claimedBy(claimant)
            .snoozedUntil(snoozed)
            .remindedOf(reminded)
            .completion(null)
            .closedAt(null));
  }

  private Occurrence closed(State outcome, @Nullable Completion completed, Instant at) {
    return with(changed ->
        changed
            .state(outcome)
            .claimedBy(null)
            .snoozedUntil(null)
            .completion(completed)
            .closedAt(at));
  }

  /**
   * How an occurrence was completed.
   *
   * @param by the member who did it
   * @param loggedBy the member who reported it
   * @param doneAt when it was done
   * @param loggedAt when it was reported
   */
  public record Completion(
      MemberId by, MemberId loggedBy, Instant doneAt, Instant loggedAt, @Nullable String note) {}
}
