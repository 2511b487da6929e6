package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One due instance of a task.
 *
 * @param ordinal 1 for the first of its task, then counting up; never reused
 * @param openedAt reminders that would be due before it are not sent
 * @param assignees empty: open to the first member who claims it
 * @param claimedBy null unless CLAIMED; who claimed it before it was submitted, while it awaits
 *     approval
 * @param snoozedUntil null unless snoozed
 * @param remindedOf keys of the stages whose reminder was queued already
 * @param completion null unless DONE or AWAITING_APPROVAL
 * @param closedAt null while it is open
 * @param progress null: nobody has begun
 * @param course what its rules need to know; null in the snapshots of former versions
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
    @Nullable Instant closedAt,
    @Nullable Progress progress,
    @Nullable Course course)
    implements OccurrenceBuilder.With {
  public Occurrence {
    assignees = List.copyOf(assignees);
    remindedOf = List.copyOf(remindedOf);
    progress = Progress.NONE.equals(progress) ? null : progress;
  }

  /** Stored states. Whether an occurrence is overdue is derived by {@link #overdue}. */
  public enum State {
    OPEN,
    CLAIMED,
    /** Reported as done; a member with TASK_APPROVE has to confirm it. */
    AWAITING_APPROVAL,
    DONE,
    SKIPPED,
    /** Nobody completed it in time; it counts against its holders. */
    MISSED,
    /** Nobody was responsible for it and nobody completed it in time. */
    EXPIRED,
    CANCELLED
  }

  /** The members responsible for it: the claimant, otherwise the assignees. */
  public List<MemberId> holders() {
    return claimedBy == null ? assignees : List.of(claimedBy);
  }

  /** Whether somebody can still complete it. */
  public boolean active() {
    return state == State.OPEN || state == State.CLAIMED;
  }

  /** Whether it is not closed: active, or awaiting approval. */
  public boolean isOpen() {
    return active() || state == State.AWAITING_APPROVAL;
  }

  /** Whether it is active and past its due. */
  public boolean overdue(Instant now) {
    return active() && due.isOverdue(now);
  }

  /** The size of the notes of its completion and of its parts, in characters. */
  public long characters() {
    long characters = completion == null ? 0 : completion.characters();
    for (Completion part : currentProgress().parts()) {
      characters += part.characters();
    }
    return characters;
  }

  public Progress currentProgress() {
    return progress == null ? Progress.NONE : progress;
  }

  public Course currentCourse() {
    return course == null ? Course.opened(openedAt, null, null) : course;
  }

  /** Whether a member acted on it: undoing the former one would undo that too. */
  public boolean touched() {
    return currentCourse().touched();
  }

  public static Occurrence opened(
      int ordinal, Due due, List<MemberId> assignees, Instant at, Course course) {
    return new Occurrence(
        ordinal, State.OPEN, due, at, assignees, null, null, List.of(), null, null, null, course);
  }

  public Occurrence assigned(List<MemberId> newAssignees) {
    boolean keepsClaim = claimedBy != null && newAssignees.contains(claimedBy);
    return active(keepsClaim ? claimedBy : null, newAssignees, snoozedUntil, remindedOf);
  }

  /** The assignees after one member has handed it over to another. */
  public List<MemberId> handedOver(MemberId from, MemberId to) {
    return assignees.contains(from)
        ? assignees.stream().map(member -> member.equals(from) ? to : member).distinct().toList()
        : List.of(to);
  }

  /** The due that the task's rule gave it, wherever it was moved to. */
  public Due dueByRule() {
    Due byRule = currentCourse().ruleDue();
    return byRule == null ? due : byRule;
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

  /** When a member last asked for it; null: never. */
  public @Nullable Instant nudgedAt() {
    return remindedOf.stream()
        .filter(ReminderStage.Nudged::matches)
        .map(ReminderStage.Nudged::at)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  public Occurrence reminded(List<String> stages) {
    boolean nudged = stages.stream().anyMatch(ReminderStage.Nudged::matches);
    List<String> all =
        Stream.concat(
                // only the last one is needed
                remindedOf.stream().filter(key -> !nudged || !ReminderStage.Nudged.matches(key)),
                stages.stream())
            .distinct()
            .toList();
    boolean snoozeOver =
        snoozedUntil != null && all.contains(new ReminderStage.Snoozed(snoozedUntil).key());
    return with(changed -> changed.remindedOf(all).snoozedUntil(snoozeOver ? null : snoozedUntil));
  }

  /** Moves this occurrence alone; reminders are planned anew. */
  public Occurrence rescheduled(Due newDue, @Nullable Due byRule) {
    List<String> nudges = remindedOf.stream().filter(ReminderStage.Nudged::matches).toList();
    return with(
        changed -> changed.due(newDue).remindedOf(nudges).course(currentCourse().moved(byRule)));
  }

  /**
   * The occurrence before it was closed.
   *
   * @param awaitsApproval whether only its approval is undone
   */
  public Occurrence reopened(@Nullable MemberId claimant, boolean awaitsApproval) {
    return completion != null && awaitsApproval
        ? submitted(completion.approved(null)).withClosedAt(null).withClaimedBy(claimant)
        : completion == null
            ? active(claimant, assignees, null, remindedOf)
            : withoutPart(completion.by(), completion.loggedAt())
                .active(claimant, assignees, null, remindedOf);
  }

  /** The occurrence without what a member reported at an instant. */
  public Occurrence withoutReport(MemberId by, Instant reportedAt) {
    Occurrence without = withoutPart(by, reportedAt);
    return state == State.AWAITING_APPROVAL
        ? without.active(claimedBy, assignees, null, remindedOf)
        : without;
  }

  private Occurrence withoutPart(MemberId by, Instant reportedAt) {
    Progress now = currentProgress();
    List<Completion> others =
        now.parts().stream()
            .filter(part -> !(part.by().equals(by) && part.loggedAt().equals(reportedAt)))
            .toList();
    return others.size() == now.parts().size() ? this : withProgress(now.withParts(others));
  }

  public Occurrence submitted(Completion reported) {
    return with(
        changed -> changed.state(State.AWAITING_APPROVAL).snoozedUntil(null).completion(reported));
  }

  /** Open again after a rejection: where each assignee has a part, all are missing again. */
  public Occurrence rejected() {
    return active(claimedBy, assignees, null, remindedOf)
        .withProgress(currentProgress().withParts(List.of()));
  }

  public Occurrence done(Completion outcome, Instant at) {
    return closed(State.DONE, outcome, at);
  }

  public Occurrence closed(State outcome, Instant at) {
    return closed(outcome, null, at);
  }

  public Occurrence withPart(Completion part) {
    Progress now = currentProgress();
    List<Completion> parts = Stream.concat(now.parts().stream(), Stream.of(part)).toList();
    return withProgress(now.withParts(parts));
  }

  /** The assignees whose own part is still to be done; all unless each has a part. */
  public List<MemberId> missingParts() {
    Set<MemberId> done =
        new TreeSet<>(currentProgress().parts().stream().map(Completion::by).toList());
    return assignees.stream().filter(member -> !done.contains(member)).toList();
  }

  public Occurrence withTicks(Set<Integer> ticks) {
    return withProgress(currentProgress().withTicks(ticks));
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
    // reopened, it has only the reminders that fall due later
    List<String> nudges = remindedOf.stream().filter(ReminderStage.Nudged::matches).toList();
    return with(changed ->
        changed
            .state(outcome)
            .claimedBy(null)
            .snoozedUntil(null)
            .remindedOf(nudges)
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
   * @param approvedBy null: no approval was needed, or it is awaited
   */
  public record Completion(
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      Instant loggedAt,
      @Nullable String note,
      @Nullable MemberId approvedBy) {
    /** A completion without approval. */
    public Completion(
        MemberId by, MemberId loggedBy, Instant doneAt, Instant loggedAt, @Nullable String note) {
      this(by, loggedBy, doneAt, loggedAt, note, null);
    }

    int characters() {
      return note == null ? 0 : note.length();
    }

    public Completion approved(@Nullable MemberId approver) {
      return new Completion(by, loggedBy, doneAt, loggedAt, note, approver);
    }
  }

  /**
   * What is done of an occurrence.
   *
   * @param parts own parts of assignees, where each has one; in the order of their reports
   * @param ticks indexes of the ticked items of the checklist, from 0
   */
  @RecordBuilder
  public record Progress(List<Completion> parts, Set<Integer> ticks)
      implements OccurrenceProgressBuilder.With {
    public static final Progress NONE = new Progress(List.of(), Set.of());

    public Progress {
      parts = parts == null ? List.of() : List.copyOf(parts);
      ticks = ticks == null || ticks.isEmpty() ? Set.of() : SortedSets.copy(ticks);
    }
  }

  /**
   * What the rules of an occurrence need to know of its course.
   *
   * @param turn the member whose turn it is by the rotation, regardless of later assignments; null:
   *     no rotation
   * @param touched a member acted on it
   * @param quietUntil reminders due before it are not sent
   * @param ruleDue the due by the rule of an occurrence that was moved; null: it was not
   * @param followedAt when the next one falls due beside it or in its place; null: the next one
   *     waits for it
   * @param deadlineApplied whether the action of the task's deadline was taken
   * @param moves how often it was moved; null: never
   */
  @RecordBuilder
  public record Course(
      @Nullable MemberId turn,
      boolean touched,
      Instant quietUntil,
      @Nullable Due ruleDue,
      @Nullable Instant followedAt,
      boolean deadlineApplied,
      @Nullable Integer moves)
      implements OccurrenceCourseBuilder.With {
    public static Course opened(Instant at, @Nullable MemberId turn, @Nullable Instant followedAt) {
      return new Course(turn, false, at, null, followedAt, false, null);
    }

    Course moved(@Nullable Due byRule) {
      return withRuleDue(byRule).withMoves(moves == null ? 1 : moves + 1);
    }

    public Course silenced(Instant until) {
      return until.isAfter(quietUntil) ? withQuietUntil(until) : this;
    }
  }
}
