package dcm.guild.event;

import dcm.guild.value.Due;
import dcm.guild.value.MemberId;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of occurrences. */
public sealed interface OccurrenceEvent extends GuildEvent {
  TaskId task();

  int ordinal();

  /** An occurrence was opened, with its assignees decided. */
  record Opened(TaskId task, int ordinal, Due due, List<MemberId> assignees)
      implements OccurrenceEvent {
    public Opened {
      assignees = List.copyOf(assignees);
    }
  }

  /** The assignees changed. A claim by a member who is not among them ends. */
  record Assigned(TaskId task, int ordinal, List<MemberId> before, List<MemberId> after)
      implements OccurrenceEvent {
    public Assigned {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  record Claimed(TaskId task, int ordinal, MemberId by) implements OccurrenceEvent {}

  record Released(TaskId task, int ordinal, MemberId by) implements OccurrenceEvent {}

  record Completed(
      TaskId task,
      int ordinal,
      MemberId by,
      MemberId loggedBy,
      Instant doneAt,
      @Nullable String note)
      implements OccurrenceEvent {}

  record Skipped(TaskId task, int ordinal, @Nullable String reason, boolean turnAdvanced)
      implements OccurrenceEvent {}

  record Snoozed(TaskId task, int ordinal, Instant until) implements OccurrenceEvent {}

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

  /** A completion or skip was undone. */
  record Reopened(TaskId task, int ordinal) implements OccurrenceEvent {}
}
