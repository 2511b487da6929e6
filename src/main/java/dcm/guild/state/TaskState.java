package dcm.guild.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.event.RecordedEvent;
import dcm.guild.event.TaskEvent;
import dcm.guild.value.Assignment;
import dcm.guild.value.AssignmentCause;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskPolicy;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A task with the internal state of its rules.
 *
 * @param lastOrdinal the highest ordinal ever given, including withdrawn occurrences
 * @param turn member whose turn it was by the rotation when the newest occurrence opened,
 *     regardless of later assignments; null outside of a rotation
 * @param closings how the last occurrences were closed, the latest first; at most {@link
 *     #MAX_CLOSINGS}
 * @param lastAction null: there is nothing to undo
 * @param payments the points for occurrences that are open or in {@code closings}; null: none
 */
@RecordBuilder
public record TaskState(
    Task task,
    int lastOrdinal,
    @Nullable MemberId turn,
    List<Closing> closings,
    @Nullable UndoableAction lastAction,
    @Nullable List<Payment> payments)
    implements TaskStateBuilder.With {
  /** Closings that can be undone. */
  static final int MAX_CLOSINGS = 3;

  public TaskState {
    closings = List.copyOf(closings);
    payments = payments == null || payments.isEmpty() ? null : List.copyOf(payments);
  }

  /**
   * The values to restore when a closing is undone.
   *
   * @param claimedBy the claimant before the closing
   * @param turn the turn before the closing
   * @param closedBy the member who closed it; null: the system
   * @param opened ordinal of the occurrence that was opened by the closing; null: none
   */
  public record Closing(
      Occurrence occurrence,
      @Nullable MemberId claimedBy,
      @Nullable MemberId turn,
      @Nullable MemberId closedBy,
      @Nullable Integer opened) {
    Closing withOpened(@Nullable Integer ordinal) {
      return new Closing(occurrence, claimedBy, turn, closedBy, ordinal);
    }
  }

  static TaskState created(Task task) {
    return new TaskState(task, 0, null, List.of(), null, null);
  }

  /**
   * Reads a snapshot. Former versions had one open occurrence, kept its course in the task, and the
   * last two closings by name.
   */
  @JsonCreator
  static TaskState read(
      @JsonProperty("task") Task task,
      @JsonProperty("lastOrdinal") int lastOrdinal,
      @JsonProperty("turn") @Nullable MemberId turn,
      @JsonProperty("closings") @Nullable List<Closing> closings,
      @JsonProperty("lastAction") @Nullable UndoableAction lastAction,
      @JsonProperty("payments") @Nullable List<Payment> payments,
      @JsonProperty("touched") @Nullable Boolean touched,
      @JsonProperty("quietUntil") @Nullable Instant quietUntil,
      @JsonProperty("lastClosing") @Nullable Closing lastClosing,
      @JsonProperty("previousClosing") @Nullable Closing previousClosing) {
    Occurrence open = task.open();
    Task current = task;
    if (open != null && quietUntil != null) {
      current =
          task.with(
              open.withCourse(
                  new Occurrence.Course(
                      turn, Boolean.TRUE.equals(touched), quietUntil, null, null, false, null)));
    }
    List<Closing> former =
        lastClosing == null
            ? List.of()
            : Stream.of(
                    lastClosing.withOpened(open == null ? null : open.ordinal()),
                    previousClosing == null
                        ? null
                        : previousClosing.withOpened(lastClosing.occurrence().ordinal()))
                .filter(Objects::nonNull)
                .toList();
    return new TaskState(
        current, lastOrdinal, turn, closings == null ? former : closings, lastAction, payments);
  }

  /** The size of its texts and lists, in characters. What an undo would bring back has its room. */
  public long characters() {
    long fields = task.characters();
    long characters =
        lastAction instanceof UndoableAction.Edited edited
            ? Math.max(fields, edited.before().characters())
            : fields;
    for (Occurrence open : task.occurrences()) {
      characters += open.characters();
    }
    for (Closing closing : closings) {
      characters += closing.occurrence().characters();
    }
    if (lastAction instanceof UndoableAction.Split split) {
      for (Occurrence moved : split.moved()) {
        characters += moved.characters();
      }
    }
    return characters;
  }

  /** The occurrences that are open or whose closing can be undone. */
  public Stream<Occurrence> knownOccurrences() {
    return Stream.concat(task.occurrences().stream(), closings.stream().map(Closing::occurrence));
  }

  /** The local days of its known occurrences. */
  Set<LocalDate> dueDays() {
    Set<LocalDate> days = new TreeSet<>();
    knownOccurrences()
        .map(occurrence -> occurrence.due().day())
        .filter(Objects::nonNull)
        .forEach(days::add);
    return days;
  }

  /** Whether another state has the same occurrences: the lists are immutable and shared. */
  // to compare their elements would cost what is to be saved
  @SuppressWarnings("ReferenceEquality")
  boolean hasOccurrencesOf(TaskState other) {
    return task.occurrences() == other.task().occurrences() && closings == other.closings();
  }

  /** The closing of an occurrence, as far as it can be undone; null: none. */
  public @Nullable Closing closing(int ordinal) {
    return closings.stream()
        .filter(closing -> closing.occurrence().ordinal() == ordinal)
        .findFirst()
        .orElse(null);
  }

  public @Nullable Closing lastClosing() {
    return closings.isEmpty() ? null : closings.getFirst();
  }

  /** What members have got for an occurrence, as far as it can be undone. */
  public Stream<Payment> payments(int ordinal) {
    return payments == null
        ? Stream.empty()
        : payments.stream().filter(payment -> payment.ordinal() == ordinal);
  }

  /** What a member has got for an occurrence; nothing unless it can be undone. */
  public Payment payment(int ordinal, MemberId member) {
    return payments(ordinal)
        .filter(payment -> payment.member().equals(member))
        .findFirst()
        .orElseGet(() -> Payment.none(ordinal, member));
  }

  TaskState paid(Payment payment) {
    Stream<Payment> others =
        payments == null
            ? Stream.empty()
            : payments.stream()
                .filter(other ->
                    other.ordinal() != payment.ordinal()
                        || !other.member().equals(payment.member()));
    return withPayments(Stream.concat(others, Stream.of(payment)).toList());
  }

  /** Forgets the payments of occurrences that cannot be undone any more. */
  private TaskState withoutFinalPayments() {
    return payments == null
        ? this
        : withPayments(
            payments.stream()
                .filter(payment ->
                    task.open(payment.ordinal()) != null || closing(payment.ordinal()) != null)
                .toList());
  }

  TaskState edited(TaskEvent.Edited edited, RecordedEvent recorded, long revision) {
    MemberId by = recorded.initiator().member();
    return with(changed ->
        changed
            .task(task.with(edited.after(), revision))
            .lastAction(
                isSwap(by, recorded.at())
                    ? lastAction
                    : by == null
                        ? null
                        : new UndoableAction.Edited(
                            by, recorded.at(), edited.before(), task.newest(), lastOrdinal)));
  }

  /** Whether the last action is the swap of a command. */
  private boolean isSwap(@Nullable MemberId by, Instant at) {
    return lastAction instanceof UndoableAction.Swapped swapped
        && swapped.by().equals(by)
        && swapped.at().equals(at);
  }

  /** The part of the task before a day. */
  TaskState split(TaskEvent.Split split, RecordedEvent recorded, long revision) {
    MemberId by = recorded.initiator().member();
    Task shortened = task.with(changed -> changed.schedule(split.after()).revision(revision));
    List<Occurrence> moved =
        task.occurrences().stream().filter(open -> split.takes(open.dueByRule())).toList();
    return with(changed ->
        changed
            .task(shortened)
            .lastAction(
                by == null
                    ? null
                    : new UndoableAction.Split(
                        by, recorded.at(), split.before(), split.following(), moved)));
  }

  /** The whole task again. */
  TaskState joined(TaskEvent.SplitUndone undone, long revision) {
    return with(changed ->
        changed
            .task(task.with(whole -> whole.schedule(undone.after()).revision(revision)))
            .lastAction(null));
  }

  TaskState apply(OccurrenceEvent event, RecordedEvent recorded, long revision) {
    Instant at = recorded.at();
    MemberId by = recorded.initiator().member();
    TaskState after =
        switch (event) {
          case OccurrenceEvent.Opened opened -> opened(opened, at);
          case OccurrenceEvent.Assigned assigned -> assigned(assigned, at, by);
          case OccurrenceEvent.Claimed claimed -> acted(open(event).claimed(claimed.by()));
          case OccurrenceEvent.Released _ -> released(open(event), at, by);
          case OccurrenceEvent.ChecklistTicked ticked ->
              acted(open(event).withTicks(ticked.after()));
          case OccurrenceEvent.PartCompleted part ->
              reported(open(event).withPart(part.completion(at)), part, at);
          case OccurrenceEvent.Submitted submitted ->
              reported(open(event).submitted(submitted.completion(at)), submitted, at);
          case OccurrenceEvent.ReportWithdrawn withdrawn ->
              acted(open(event).withoutReport(withdrawn.by(), withdrawn.reportedAt()))
                  .withLastAction(null);
          case OccurrenceEvent.Approved approved -> approved(open(event), approved, at);
          case OccurrenceEvent.Rejected _ -> rejected(open(event), at);
          case OccurrenceEvent.Completed done ->
              closed(open(event), open(event).done(done.completion(at), at), done.loggedBy(), at);
          case OccurrenceEvent.Skipped _ ->
              closed(open(event), open(event).closed(Occurrence.State.SKIPPED, at), by, at);
          case OccurrenceEvent.Missed _ ->
              closed(open(event), open(event).closed(Occurrence.State.MISSED, at), by, at);
          case OccurrenceEvent.Expired _ ->
              closed(open(event), open(event).closed(Occurrence.State.EXPIRED, at), by, at);
          case OccurrenceEvent.Snoozed snoozed -> snoozed(open(event), snoozed.until());
          case OccurrenceEvent.Rescheduled moved -> rescheduled(open(event), moved, at, by);
          case OccurrenceEvent.DeadlineApplied _ ->
              changed(course(open(event), course -> course.withDeadlineApplied(true)));
          case OccurrenceEvent.FollowUpPlanned planned ->
              changed(course(open(event), course -> course.withFollowedAt(planned.at())));
          case OccurrenceEvent.Reminded reminded ->
              changed(open(event).reminded(reminded.stages()));
          case OccurrenceEvent.Withdrawn _ -> withdrawn(event.ordinal());
          case OccurrenceEvent.Reopened reopened -> reopened(reopened, at);
        };
    return event instanceof OccurrenceEvent.Reminded
        ? after
        : after.withTask(after.task.withRevision(revision)).withoutFinalPayments();
  }

  private Occurrence open(OccurrenceEvent event) {
    Occurrence open = task.open(event.ordinal());
    if (open == null) {
      throw new IllegalStateException("event for an occurrence that is not open");
    }
    return open;
  }

  private static Occurrence course(Occurrence occurrence, UnaryOperator<Occurrence.Course> change) {
    return occurrence.withCourse(change.apply(occurrence.currentCourse()));
  }

  private TaskState changed(Occurrence occurrence) {
    return withTask(task.with(occurrence));
  }

  TaskState touched(Occurrence open) {
    return acted(open);
  }

  /** Applies a member's action on an occurrence. */
  private TaskState acted(Occurrence occurrence) {
    return changed(course(occurrence, course -> course.withTouched(true)));
  }

  private TaskState reported(Occurrence occurrence, OccurrenceEvent.Report report, Instant at) {
    return acted(occurrence)
        .withLastAction(
            new UndoableAction.Reported(report.loggedBy(), at, report.ordinal(), report.by()));
  }

  /** Opens an occurrence. Only the newest one may be followed by another. */
  private TaskState opened(OccurrenceEvent.Opened opened, Instant at) {
    boolean rotation = task.assignment().strategy().isRotation();
    MemberId holder =
        opened.turn() != null
            ? opened.turn()
            : !rotation
                ? null
                : opened.assignees().isEmpty() ? turn : opened.assignees().getFirst();
    Task others = task;
    for (Occurrence other : task.occurrences()) {
      if (other.currentCourse().followedAt() != null) {
        others = others.with(course(other, course -> course.withFollowedAt(null)));
      }
    }
    Occurrence occurrence =
        Occurrence.opened(
            opened.ordinal(),
            opened.due(),
            opened.assignees(),
            at,
            Occurrence.Course.opened(at, holder, opened.followedAt()));
    Task after = others.with(occurrence);
    return with(changed ->
        changed
            .task(after)
            .lastOrdinal(opened.ordinal())
            .turn(holder)
            .closings(withOpened(opened)));
  }

  /** The closings, of which the one that opened an occurrence knows it. */
  private List<Closing> withOpened(OccurrenceEvent.Opened opened) {
    Closing last = lastClosing();
    boolean known =
        last != null
            && last.opened() == null
            && (opened.closing() == null
                ? task.occurrences().isEmpty()
                : opened.closing() == last.occurrence().ordinal());
    return !known
        ? closings
        : Stream.concat(Stream.of(last.withOpened(opened.ordinal())), closings.stream().skip(1))
            .toList();
  }

  /**
   * Applies an assignment. The system passes the turn on permanently, unless it is the turn of a
   * whole period; an assignment by a person applies to this occurrence only. Reminders suppressed
   * by an ended claim stay suppressed.
   */
  private TaskState assigned(
      OccurrenceEvent.Assigned event, Instant at, @Nullable MemberId initiator) {
    boolean returned = event.cause() == AssignmentCause.RETURN;
    // who enters an absence does not decide who gets the turns
    MemberId by = event.cause() == AssignmentCause.ABSENCE || returned ? null : initiator;
    Occurrence open = open(event);
    List<MemberId> after = event.after();
    boolean turnPassed =
        by == null
            && open.currentCourse().turn() != null
            && !after.isEmpty()
            && task.assignment().strategy() != Assignment.Strategy.DUTY_PERIOD;
    UndoableAction.PassedOn passedOn = returned ? passedOn(event.ordinal()) : null;
    MemberId turn =
        passedOn != null
            ? passedOn.turn()
            : turnPassed ? after.getFirst() : open.currentCourse().turn();
    Occurrence reassigned =
        course(
            open.assigned(after),
            course ->
                course
                    .silenced(open.claimedBy() == null ? course.quietUntil() : at)
                    .withTouched(by != null || course.touched())
                    .withTurn(turn));
    TaskState changed = changed(reassigned).passedOn(open, at, initiator);
    boolean newest = task.newest() != null && task.newest().ordinal() == event.ordinal();
    if ((turnPassed || passedOn != null) && newest) {
      changed = changed.withTurn(turn);
    }
    if (event.cause() == AssignmentCause.SWAP || event.cause() == AssignmentCause.PERMANENT_SWAP) {
      // a swap is undone as a whole, and once
      return isSwap(by, at) ? changed : changed.withLastAction(null);
    }
    return by == null
        ? changed
        : changed.withLastAction(
            new UndoableAction.Assigned(by, at, event.ordinal(), event.before(), open.claimedBy()));
  }

  private TaskState released(Occurrence open, Instant at, @Nullable MemberId by) {
    return changed(
            course(
                open.released(),
                course -> course.silenced(at).withTouched(by != null || course.touched())))
        .passedOn(open, at, by);
  }

  /** Remembers who had an occurrence that the command which moved it takes from them. */
  private TaskState passedOn(Occurrence open, Instant at, @Nullable MemberId initiator) {
    return lastAction instanceof UndoableAction.Moved moved
            && moved.passedOn() == null
            && moved.ordinal() == open.ordinal()
            && moved.by().equals(initiator)
            && moved.at().equals(at)
        ? withLastAction(
            moved.withPassedOn(
                new UndoableAction.PassedOn(
                    open.assignees(), open.claimedBy(), open.currentCourse().turn())))
        : this;
  }

  private UndoableAction.@Nullable PassedOn passedOn(int ordinal) {
    return lastAction instanceof UndoableAction.Moved moved && moved.ordinal() == ordinal
        ? moved.passedOn()
        : null;
  }

  /** Applies a snooze. The last snooze applies, also when it ends before the former one. */
  private TaskState snoozed(Occurrence open, Instant until) {
    return acted(course(open.snoozed(until), course -> course.withQuietUntil(until)));
  }

  private TaskState rescheduled(
      Occurrence open, OccurrenceEvent.Rescheduled moved, Instant at, @Nullable MemberId by) {
    Occurrence after = open.rescheduled(moved.after(), moved.ruleDue());
    Occurrence pending = course(after, course -> course.silenced(at).withDeadlineApplied(false));
    Instant action = OccurrenceDeadlines.actionAt(task.effectivePolicy(), pending);
    // a deadline that has passed already does not act on what a member moved there
    boolean passed = action != null && !action.isAfter(at);
    TaskState changed = acted(course(pending, course -> course.withDeadlineApplied(passed)));
    if (by == null) {
      return changed;
    }
    // one command may assign and move an occurrence
    boolean together =
        lastAction instanceof UndoableAction.Assigned assigned
            && assigned.by().equals(by)
            && assigned.at().equals(at)
            && assigned.ordinal() == open.ordinal();
    return changed.withLastAction(
        new UndoableAction.Moved(
            by,
            at,
            open.ordinal(),
            open.due(),
            open.currentCourse().ruleDue(),
            together ? (UndoableAction.Assigned) lastAction : null,
            null));
  }

  private TaskState approved(Occurrence open, OccurrenceEvent.Approved approved, Instant at) {
    Occurrence.Completion reported =
        Objects.requireNonNull(open.completion(), "approval without a completion");
    return closed(open, open.done(reported.approved(approved.by()), at), approved.by(), at);
  }

  private TaskState rejected(Occurrence open, Instant at) {
    return acted(course(open.rejected(), course -> course.silenced(at)));
  }

  private TaskState closed(
      Occurrence before, Occurrence closed, @Nullable MemberId by, Instant at) {
    Closing closing =
        new Closing(closed, before.claimedBy(), before.currentCourse().turn(), by, null);
    List<Closing> latest =
        Stream.concat(Stream.of(closing), closings.stream()).limit(MAX_CLOSINGS).toList();
    return with(changed ->
        changed
            .task(task.without(closed.ordinal()).withClosed(closed))
            .closings(latest)
            .lastAction(by == null ? null : new UndoableAction.Closed(by, at, closed.ordinal())));
  }

  /** Withdraws an occurrence; with the newest one the turn returns to the one before. */
  private TaskState withdrawn(int ordinal) {
    Task others = task.without(ordinal);
    if (ordinal != lastOrdinal) {
      return withTask(others);
    }
    Occurrence newest = others.newest();
    Closing closing =
        closings.stream()
            .max(Comparator.comparingInt(closed -> closed.occurrence().ordinal()))
            .orElse(null);
    boolean open =
        newest != null && (closing == null || closing.occurrence().ordinal() < newest.ordinal());
    MemberId former =
        open ? newest.currentCourse().turn() : closing == null ? null : closing.turn();
    return with(changed -> changed.task(others).turn(former));
  }

  /** Opens an occurrence again, as it was before its closing. */
  private TaskState reopened(OccurrenceEvent.Reopened event, Instant at) {
    Closing undone = closing(event.ordinal());
    if (undone == null) {
      throw new IllegalStateException("occurrence.reopened without a closed occurrence");
    }
    List<Closing> remaining =
        closings.stream()
            .filter(closing -> closing.occurrence().ordinal() != event.ordinal())
            .toList();
    Integer opened = undone.opened();
    boolean withdrawn =
        opened != null
            && opened == lastOrdinal
            && task.open(opened) == null
            && closing(opened) == null;
    boolean newest = task.newest() == null || task.newest().ordinal() < event.ordinal();
    boolean stacks = task.effectivePolicy().backlog() == TaskPolicy.Backlog.STACK;
    Occurrence reopened =
        course(
            undone
                .occurrence()
                .reopened(undone.claimedBy(), Boolean.TRUE.equals(event.awaitsApproval())),
            course -> {
              Instant followedAt = newest ? course.followedAt() : null;
              boolean kept = stacks || (followedAt != null && followedAt.isAfter(at));
              return reopened(course, undone.occurrence().state(), at)
                  .withFollowedAt(kept ? followedAt : null);
            });
    Occurrence closed = remaining.isEmpty() ? null : remaining.getFirst().occurrence();
    return with(changed ->
        changed
            .task(task.with(reopened).withClosed(closed))
            .turn(withdrawn ? undone.turn() : turn)
            .closings(remaining)
            .lastAction(null));
  }

  /** The deadline does not act again on an occurrence that a member wanted back. */
  private static Occurrence.Course reopened(
      Occurrence.Course course, Occurrence.State closedAs, Instant at) {
    boolean lapsed = closedAs == Occurrence.State.MISSED || closedAs == Occurrence.State.EXPIRED;
    return course.with(changed ->
        changed.touched(true).quietUntil(at).deadlineApplied(lapsed || course.deadlineApplied()));
  }
}
