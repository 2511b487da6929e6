package dcm.guild.event;

import dcm.guild.value.AssignmentCause;
import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.SortedSets;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events of occurrences. */
public sealed interface OccurrenceEvent extends GuildEvent {
  TaskId task();

  int ordinal();

  /**
   * An occurrence was opened, with its assignees decided.
   *
   * @param turn the member whose turn it is; null: the first assignee of a rotation
   * @param followedAt when the next one falls due beside it or in its place; null: the next one
   *     waits for it
   * @param closing the occurrence whose closing opened it; null: none
   */
  record Opened(
      TaskId task,
      int ordinal,
      Due due,
      List<MemberId> assignees,
      @Nullable MemberId turn,
      @Nullable Instant followedAt,
      @Nullable Integer closing)
      implements OccurrenceEvent {
    public Opened {
      assignees = List.copyOf(assignees);
    }

    public Opened(TaskId task, int ordinal, Due due, List<MemberId> assignees) {
      this(task, ordinal, due, assignees, null, null, null);
    }
  }

  /**
   * The assignees changed. A claim by a member who is not among them ends.
   *
   * @param cause null: a member or the task's policy decided so, or an assignee left the guild
   */
  record Assigned(
      TaskId task,
      int ordinal,
      List<MemberId> before,
      List<MemberId> after,
      @Nullable AssignmentCause cause)
      implements OccurrenceEvent {
    public Assigned {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    public Assigned(TaskId task, int ordinal, List<MemberId> before, List<MemberId> after) {
      this(task, ordinal, before, after, null);
    }
  }

  record Claimed(TaskId task, int ordinal, MemberId by) implements OccurrenceEvent {}

  record Released(TaskId task, int ordinal, MemberId by) implements OccurrenceEvent {}

  /** Items of the checklist were ticked or unticked. */
  record ChecklistTicked(TaskId task, int ordinal, Set<Integer> before, Set<Integer> after)
      implements OccurrenceEvent {
    public ChecklistTicked {
      before = SortedSets.copy(before);
      after = SortedSets.copy(after);
    }
  }

  /**
   * A member reported it as done.
   *
   * <p>{@code by} did it, and {@code loggedBy} reported it.
   */
  sealed interface Report extends OccurrenceEvent permits PartCompleted, Submitted, Completed {
    MemberId by();

    MemberId loggedBy();

    Instant doneAt();

    @Nullable String note();

    /** What was reported, at the instant of the event. */
    default Occurrence.Completion completion(Instant loggedAt) {
      return new Occurrence.Completion(by(), loggedBy(), doneAt(), loggedAt, note());
    }
  }

  /** An assignee's own part was done; others are missing. */
  record PartCompleted(
      TaskId task,
      int ordinal,
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      @Nullable String note)
      implements Report {}

  /** It was reported as done and awaits approval. */
  record Submitted(
      TaskId task,
      int ordinal,
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      @Nullable String note)
      implements Report {}

  /** It is done, as it was submitted. */
  record Approved(TaskId task, int ordinal, MemberId by) implements OccurrenceEvent {}

  /** It was not accepted and is open again with the same due. */
  record Rejected(TaskId task, int ordinal, MemberId by, String reason)
      implements OccurrenceEvent {}

  record Completed(
      TaskId task,
      int ordinal,
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      @Nullable String note)
      implements Report {}

  record Skipped(TaskId task, int ordinal, @Nullable String reason, boolean turnAdvanced)
      implements OccurrenceEvent {}

  /**
   * Nobody completed it in time.
   *
   * @param holders the members responsible for it, against whom it counts
   */
  record Missed(TaskId task, int ordinal, List<MemberId> holders) implements OccurrenceEvent {
    public Missed {
      holders = List.copyOf(holders);
    }
  }

  /** Nobody was responsible for it and nobody completed it in time. */
  record Expired(TaskId task, int ordinal) implements OccurrenceEvent {}

  record Snoozed(TaskId task, int ordinal, Instant until) implements OccurrenceEvent {}

  /**
   * This occurrence alone was moved.
   *
   * @param ruleDue the due by the task's rule; null: it is due by the rule again
   */
  record Rescheduled(TaskId task, int ordinal, Due before, Due after, @Nullable Due ruleDue)
      implements OccurrenceEvent {}

  /** The action of the task's deadline was taken; an assignment precedes it. */
  record DeadlineApplied(TaskId task, int ordinal) implements OccurrenceEvent {}

  /**
   * The instant changed at which the next one falls due beside it or in its place.
   *
   * @param at null: the next one waits for it
   */
  record FollowUpPlanned(TaskId task, int ordinal, @Nullable Instant at)
      implements OccurrenceEvent {}

  /**
   * Reminders became due: these stages are over, whether or not a recipient existed. The messages
   * are {@link NotificationEvent}s.
   *
   * @param stages keys of {@link ReminderStage}
   */
  record Reminded(TaskId task, int ordinal, List<String> stages) implements OccurrenceEvent {
    public Reminded {
      stages = List.copyOf(stages);
    }
  }

  /**
   * The occurrence was withdrawn, because the former one was reopened or the schedule was edited.
   */
  record Withdrawn(TaskId task, int ordinal) implements OccurrenceEvent {}

  /**
   * A completion, skip, miss or expiry was undone.
   *
   * @param awaitsApproval true: only the approval was undone; null: it is active again
   */
  record Reopened(TaskId task, int ordinal, @Nullable Boolean awaitsApproval)
      implements OccurrenceEvent {
    public Reopened(TaskId task, int ordinal) {
      this(task, ordinal, null);
    }
  }

  /**
   * What a member reported was taken back: their own part, or what awaits approval.
   *
   * @param by the member who was reported to have done it
   */
  record ReportWithdrawn(TaskId task, int ordinal, MemberId by, Instant reportedAt)
      implements OccurrenceEvent {}
}
