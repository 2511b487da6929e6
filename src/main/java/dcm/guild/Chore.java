package dcm.guild;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with what its rules know beyond what everybody sees.
 *
 * @param lastOrdinal the highest ordinal ever given, also to occurrences that were withdrawn
 * @param turn whose turn the open occurrence is by the rotation, whoever it was given to since;
 *     null outside of ROUND_ROBIN
 * @param touched somebody acted on the open occurrence: undoing the former one would undo that too
 * @param quietUntil reminders whose time lies before it are not sent
 * @param last how the occurrence closed last was closed
 * @param former how the one before that was closed
 */
public record Chore(
    Task task,
    int lastOrdinal,
    @Nullable MemberId turn,
    boolean touched,
    Instant quietUntil,
    @Nullable Closing last,
    @Nullable Closing former) {

  /**
   * What has to return when a closing is taken back.
   *
   * @param claimedBy who had claimed it
   * @param turn whose turn it was
   * @param by who closed it
   */
  public record Closing(
      Occurrence occurrence,
      @Nullable MemberId claimedBy,
      @Nullable MemberId turn,
      @Nullable MemberId by) {}

  static Chore created(Task task) {
    return new Chore(task, 0, null, false, task.createdAt(), null, null);
  }

  Chore with(Task changed) {
    return new Chore(changed, lastOrdinal, turn, touched, quietUntil, last, former);
  }

  Chore apply(OccurrenceEvent event, Recorded recorded, long revision) {
    return switch (event) {
      case OccurrenceEvent.Opened opened -> opened(opened, recorded.at(), revision);
      case OccurrenceEvent.Assigned assigned -> assigned(assigned, recorded, revision);
      case OccurrenceEvent.Claimed claimed -> acted(open().claimed(claimed.by()), revision);
      case OccurrenceEvent.Released _ ->
          acted(open().released(), revision)
              .quiet(recorded.at(), touched || recorded.by().member() != null);
      case OccurrenceEvent.Completed done -> completed(done, recorded.at(), revision);
      case OccurrenceEvent.Skipped _ ->
          closed(open().skipped(recorded.at()), recorded.by().member(), revision);
      case OccurrenceEvent.Snoozed snoozed -> snoozed(snoozed.until(), revision);
      case OccurrenceEvent.Reminded reminded ->
          with(task.with(open().reminded(reminded.stages()), task.closed(), task.revision()));
      case OccurrenceEvent.Withdrawn _ -> with(task.with(null, task.closed(), revision));
      case OccurrenceEvent.Reopened _ -> reopened(recorded.at(), revision);
    };
  }

  private Occurrence open() {
    Occurrence open = task.open();
    if (open == null) {
      throw new IllegalStateException("an event on an occurrence that is not open");
    }
    return open;
  }

  private Chore opened(OccurrenceEvent.Opened opened, Instant at, long revision) {
    boolean turns = task.assignment().strategy() == Assignment.Strategy.ROUND_ROBIN;
    MemberId whose =
        !turns ? null : opened.assignees().isEmpty() ? turn : opened.assignees().getFirst();
    Occurrence first = Occurrence.opened(opened, at);
    return new Chore(
        task.with(first, task.closed(), revision),
        opened.ordinal(),
        whose,
        false,
        at,
        last,
        former);
  }

  /**
   * The clockwork passes a turn on for good; what a person does holds for this time only. Where it
   * ends a claim, what the claim had silenced stays silent.
   */
  private Chore assigned(OccurrenceEvent.Assigned event, Recorded recorded, long revision) {
    boolean person = recorded.by().member() != null;
    List<MemberId> after = event.after();
    boolean passed = !person && turn != null && !after.isEmpty();
    Instant from = open().claimedBy() == null ? quietUntil : recorded.at();
    Chore given = acted(open().assigned(after), revision).quiet(from, person || touched);
    MemberId whose = passed ? after.getFirst() : turn;
    return new Chore(given.task, lastOrdinal, whose, given.touched, given.quietUntil, last, former);
  }

  private Chore acted(Occurrence open, long revision) {
    Task changed = task.with(open, task.closed(), revision);
    return new Chore(changed, lastOrdinal, turn, true, quietUntil, last, former);
  }

  private Chore quiet(Instant until, boolean actedUpon) {
    Instant later = until.isAfter(quietUntil) ? until : quietUntil;
    return new Chore(task, lastOrdinal, turn, actedUpon, later, last, former);
  }

  /** The last snooze counts, also when it ends before the former one would have. */
  private Chore snoozed(Instant until, long revision) {
    Occurrence snoozed = open().snoozed(until);
    Task changed = task.with(snoozed, task.closed(), revision);
    return new Chore(changed, lastOrdinal, turn, true, until, last, former);
  }

  private Chore completed(OccurrenceEvent.Completed done, Instant at, long revision) {
    Completion completion =
        new Completion(done.by(), done.loggedBy(), done.doneAt(), at, done.note());
    return closed(open().done(completion, at), done.loggedBy(), revision);
  }

  private Chore closed(Occurrence closed, @Nullable MemberId by, long revision) {
    Closing closing = new Closing(closed, open().claimedBy(), turn, by);
    Task changed = task.with(null, closed, revision);
    return new Chore(changed, lastOrdinal, turn, false, quietUntil, closing, last);
  }

  private Chore reopened(Instant at, long revision) {
    if (last == null) {
      throw new IllegalStateException("reopened what was never closed");
    }
    Occurrence again = last.occurrence().reopened(last.claimedBy());
    Occurrence before = former == null ? null : former.occurrence();
    Task changed = task.with(again, before, revision);
    return new Chore(changed, lastOrdinal, last.turn(), true, at, former, null);
  }
}
