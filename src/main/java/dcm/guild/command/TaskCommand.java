package dcm.guild.command;

import dcm.guild.value.MemberId;
import dcm.guild.value.TaskFields;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands on tasks and their occurrences.
 *
 * <p>{@code ordinal} names the occurrence that the caller saw: a button pressed weeks later must
 * not complete the next one. Null means the one that is open now. {@code ifRevision} is the task's
 * revision that the caller saw; null means any.
 */
public sealed interface TaskCommand extends GuildCommand {
  /** Which task; null: one that is yet to be. */
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

  record Delete(TaskRef task, @Nullable Long ifRevision) implements TaskCommand {}

  /**
   * @param assignees empty: nobody, first to claim
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
   * @param by who did it; null: the caller. Somebody else needs TASK_COMPLETE_ANY.
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
   * Takes a completion, skip back: the occurrence opens again with its holder and due, the turn and
   * the next occurrence return to what they were. Refused when the next was already acted upon.
   *
   * @param ordinal null: the one closed last
   */
  record Reopen(TaskRef task, @Nullable Integer ordinal) implements TaskCommand {}

  /**
   * Not this time. No completion.
   *
   * @param advanceTurn whether the turn passes on; false: the same holder has the next one
   */
  record Skip(TaskRef task, @Nullable Integer ordinal, @Nullable String reason, boolean advanceTurn)
      implements TaskCommand {}

  /** Silences reminders until an instant in the future; then one comes. The due stays. */
  record Snooze(TaskRef task, @Nullable Integer ordinal, Instant until) implements TaskCommand {}
}
