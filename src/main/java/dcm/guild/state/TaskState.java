package dcm.guild.state;

import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with the internal state of its rules.
 *
 * @param lastOrdinal the highest ordinal ever given, including withdrawn occurrences
 * @param turn member whose turn the open occurrence is by the rotation, regardless of later
 *     assignments; null outside of ROUND_ROBIN
 * @param touched a member acted on the open occurrence: undoing the former one would undo that too
 * @param quietUntil reminders due before it are not sent
 * @param lastClosing how the occurrence closed last was closed
 * @param previousClosing how the one before it was closed
 */
@RecordBuilder
public record TaskState(
    Task task,
    int lastOrdinal,
    @Nullable MemberId turn,
    boolean touched,
    Instant quietUntil,
    @Nullable Closing lastClosing,
    @Nullable Closing previousClosing)
    implements TaskStateBuilder.With {

  /**
   * The values to restore when a closing is undone.
   *
   * @param claimedBy the claimant before the closing
   * @param turn the turn before the closing
   * @param closedBy the member who closed it
   */
  public record Closing(
      Occurrence occurrence,
      @Nullable MemberId claimedBy,
      @Nullable MemberId turn,
      @Nullable MemberId closedBy) {}

  static TaskState created(Task task) {
    return new TaskState(task, 0, null, false, task.createdAt(), null, null);
  }

  TaskState apply(OccurrenceEvent event, RecordedEvent recorded, long revision) {
    return switch (event) {
      case OccurrenceEvent.Opened opened -> opened(opened, recorded.at(), revision);
      case OccurrenceEvent.Assigned assigned -> assigned(assigned, recorded, revision);
      case OccurrenceEvent.Claimed claimed -> withOpen(open().claimed(claimed.by()), revision);
      case OccurrenceEvent.Released _ ->
          withOpen(open().released(), revision)
              .silenced(recorded.at(), touched || recorded.initiator().member() != null);
      case OccurrenceEvent.Completed done -> completed(done, recorded.at(), revision);
      case OccurrenceEvent.Skipped _ ->
          closed(open().skipped(recorded.at()), recorded.initiator().member(), revision);
      case OccurrenceEvent.Snoozed snoozed -> snoozed(snoozed.until(), revision);
      case OccurrenceEvent.Reminded reminded ->
          withTask(task.withOpen(open().reminded(reminded.stages())));
      case OccurrenceEvent.Withdrawn _ -> withTask(task.with(null, task.closed(), revision));
      case OccurrenceEvent.Reopened _ -> reopened(recorded.at(), revision);
    };
  }

  private Occurrence open() {
    Occurrence open = task.open();
    if (open == null) {
      throw new IllegalStateException("event for an occurrence that is not open");
    }
    return open;
  }

  private TaskState opened(OccurrenceEvent.Opened opened, Instant at, long revision) {
    boolean roundRobin = task.assignment().strategy() == Assignment.Strategy.ROUND_ROBIN;
    MemberId turnHolder =
        !roundRobin ? null : opened.assignees().isEmpty() ? turn : opened.assignees().getFirst();
    Occurrence occurrence =
        Occurrence.opened(opened.ordinal(), opened.due(), opened.assignees(), at);
    return with(changed ->
        changed
            .task(task.with(occurrence, task.closed(), revision))
            .lastOrdinal(opened.ordinal())
            .turn(turnHolder)
            .touched(false)
            .quietUntil(at));
  }

  /**
   * Applies an assignment. The system passes the turn on permanently; an assignment by a person
   * applies to this occurrence only. Reminders suppressed by an ended claim stay suppressed.
   */
  private TaskState assigned(
      OccurrenceEvent.Assigned event, RecordedEvent recorded, long revision) {
    boolean person = recorded.initiator().member() != null;
    List<MemberId> after = event.after();
    boolean turnPassed = !person && turn != null && !after.isEmpty();
    Instant from = open().claimedBy() == null ? quietUntil : recorded.at();
    TaskState reassigned =
        withOpen(open().assigned(after), revision).silenced(from, person || touched);
    return turnPassed ? reassigned.withTurn(after.getFirst()) : reassigned;
  }

  private TaskState withOpen(Occurrence open, long revision) {
    return withTask(task.with(open, task.closed(), revision)).withTouched(true);
  }

  private TaskState silenced(Instant until, boolean actedUpon) {
    return with(changed ->
        changed.touched(actedUpon).quietUntil(until.isAfter(quietUntil) ? until : quietUntil));
  }

  /** Applies a snooze. The last snooze applies, also when it ends before the former one. */
  private TaskState snoozed(Instant until, long revision) {
    return withOpen(open().snoozed(until), revision).withQuietUntil(until);
  }

  private TaskState completed(OccurrenceEvent.Completed done, Instant at, long revision) {
    Occurrence.Completion completion =
        new Occurrence.Completion(done.by(), done.loggedBy(), done.doneAt(), at, done.note());
    return closed(open().done(completion, at), done.loggedBy(), revision);
  }

  private TaskState closed(Occurrence closed, @Nullable MemberId by, long revision) {
    Closing closing = new Closing(closed, open().claimedBy(), turn, by);
    return with(changed ->
        changed
            .task(task.with(null, closed, revision))
            .touched(false)
            .lastClosing(closing)
            .previousClosing(lastClosing));
  }

  private TaskState reopened(Instant at, long revision) {
    Closing undone = lastClosing;
    if (undone == null) {
      throw new IllegalStateException("occurrence.reopened without a closed occurrence");
    }
    Occurrence reopened = undone.occurrence().reopened(undone.claimedBy());
    Occurrence previous = previousClosing == null ? null : previousClosing.occurrence();
    return with(changed ->
        changed
            .task(task.with(reopened, previous, revision))
            .turn(undone.turn())
            .touched(true)
            .quietUntil(at)
            .lastClosing(previousClosing)
            .previousClosing(null));
  }
}
