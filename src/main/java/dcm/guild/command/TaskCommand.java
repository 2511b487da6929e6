package dcm.guild.command;

import dcm.guild.value.MemberId;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands on tasks and their occurrences.
 *
 * <p>{@code ordinal} names the occurrence that the caller saw: a button pressed weeks later must
 * not complete the next one. Null means the open one. {@code ifRevision} is the task's revision
 * that the caller saw; null means any.
 */
public sealed interface TaskCommand extends GuildCommand {
  /** The task; null: it does not exist yet. */
  @Nullable TaskRef task();

  record Create(TaskId id, TaskPatch fields) implements TaskCommand {
    /** A task of which every field is stated. */
    public Create(TaskId id, TaskFields fields) {
      this(id, TaskPatch.of(fields));
    }

    @Override
    public @Nullable TaskRef task() {
      return null;
    }
  }

  /** Edits the whole task: this and all following occurrences. */
  record Edit(TaskRef task, @Nullable Long ifRevision, TaskPatch patch) implements TaskCommand {}

  /**
   * Edits this occurrence only.
   *
   * @param movesDue whether {@code due} is stated
   * @param due null: it is due by the task's rule again
   * @param assignees null: they stay
   */
  record EditOccurrence(
      TaskRef task,
      @Nullable Integer ordinal,
      @Nullable Long ifRevision,
      boolean movesDue,
      @Nullable RequestedSchedule due,
      @Nullable List<MemberId> assignees)
      implements TaskCommand {
    public EditOccurrence {
      assignees = assignees == null ? null : List.copyOf(assignees);
    }
  }

  /**
   * Edits the occurrences from a local day on: the task ends before that day, and a new task takes
   * over. From the current occurrence on it edits the whole task.
   *
   * @param following id of the new task
   */
  record EditFollowing(
      TaskRef task, @Nullable Long ifRevision, LocalDate from, TaskId following, TaskPatch patch)
      implements TaskCommand {}

  /** Takes a future day out of the task's rule. */
  record SkipDay(TaskRef task, LocalDate day) implements TaskCommand {}

  record Delete(TaskRef task, @Nullable Long ifRevision) implements TaskCommand {}

  /**
   * Assigns the open occurrence.
   *
   * @param assignees empty: open to the first member who claims it
   */
  record Assign(TaskRef task, @Nullable Integer ordinal, List<MemberId> assignees)
      implements TaskCommand {
    public Assign {
      assignees = List.copyOf(assignees);
    }
  }

  record Claim(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  record Release(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  /**
   * Completes the open occurrence.
   *
   * @param by the member who did it; null: the caller. Another member needs TASK_COMPLETE_ANY.
   * @param doneAt when it was done, not in the future; null: now
   */
  record Complete(
      TaskRef task,
      @Nullable Integer ordinal,
      @Nullable MemberId by,
      @Nullable Instant doneAt,
      @Nullable String note)
      implements TaskCommand {}

  /**
   * Undoes a completion or skip: the occurrence opens again with its holder and due, and the turn
   * and the next occurrence return to what they were. Refused when a member acted on the next
   * occurrence.
   *
   * @param ordinal null: the one closed last
   */
  record Reopen(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  /**
   * Closes the occurrence without completion.
   *
   * @param advanceTurn whether the turn passes on; false: the same holder has the next one
   */
  record Skip(TaskRef task, @Nullable Integer ordinal, @Nullable String reason, boolean advanceTurn)
      implements TaskCommand {}

  /** Suppresses reminders until an instant in the future, at which one is sent. The due stays. */
  record Snooze(TaskRef task, @Nullable Integer ordinal, Instant until) implements TaskCommand {}

  /**
   * Ticks or unticks an item of the open occurrence's checklist.
   *
   * @param item its index, from 0
   */
  record Tick(TaskRef task, @Nullable Integer ordinal, int item, boolean done)
      implements TaskCommand {}

  /** Confirms an occurrence that was submitted. */
  record Approve(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  /** Returns an occurrence that was submitted to its holder, with the same due. */
  record Reject(TaskRef task, @Nullable Integer ordinal, @Nullable String reason)
      implements TaskCommand {}

  /** Reminds the holders of the open occurrence now; once an hour. */
  record Nudge(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  /**
   * Moves the open occurrence alone.
   *
   * @param due null: it is due by the task's rule again
   */
  record Reschedule(TaskRef task, @Nullable Integer ordinal, @Nullable RequestedSchedule due)
      implements TaskCommand {}

  /** Undoes the last action on a task, or takes a deleted task from the bin. */
  record Undo(TaskRef task) implements TaskCommand {}

  /** Takes a deleted task from the bin, with its open occurrences. */
  record Restore(TaskRef task) implements TaskCommand {}
}
