package dcm.guild;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an edit means for the open occurrence: it is withdrawn and opened anew when its due or its
 * holder changes. Its claim stays as long as its holder does, and so does what somebody was given
 * for this time only. A new schedule of a task with nothing open opens an occurrence.
 */
final class EditConsequences {
  private EditConsequences() {}

  /** Null: nothing speaks against it. */
  static @Nullable Refusal draw(Hearing hearing, Chore chore, TaskFields before, TaskFields after) {
    Occurrence open = chore.task().open();
    boolean reassigned = !before.assignment().equals(after.assignment());
    boolean rescheduled = !before.schedule().equals(after.schedule());
    if (!rescheduled && (open == null || !reassigned)) {
      return null;
    }
    Due due = rescheduled || open == null ? due(hearing, chore, after.schedule()) : open.due();
    if (due == null) {
      return TaskRules.endless();
    }
    List<MemberId> turn = Turns.same(after.assignment(), chore.turn(), hearing.state().people());
    List<MemberId> holders = open == null || reassigned ? turn : open.assignees();
    if (open != null && open.due().equals(due) && open.assignees().equals(holders)) {
      return null;
    }
    anew(hearing, chore, due, turn, holders);
    return null;
  }

  private static @Nullable Due due(Hearing hearing, Chore chore, Schedule schedule) {
    return switch (schedule) {
      case Schedule.Once once -> once.due();
      case Schedule.Recurring recurring -> {
        Occurrence open = chore.task().open();
        Occurrence closed = chore.task().closed();
        yield Cadence.edited(
            recurring,
            open == null ? null : open.due(),
            closed == null ? null : closed.due(),
            hearing.at());
      }
    };
  }

  private static void anew(
      Hearing hearing, Chore chore, Due due, List<MemberId> turn, List<MemberId> holders) {
    TaskId task = chore.task().id();
    Occurrence open = chore.task().open();
    int ordinal = chore.lastOrdinal() + 1;
    if (open != null) {
      hearing.happens(new OccurrenceEvent.Withdrawn(task, open.ordinal()));
    }
    hearing.happens(new OccurrenceEvent.Opened(task, ordinal, due, turn));
    if (!turn.equals(holders)) {
      hearing.happens(new OccurrenceEvent.Assigned(task, ordinal, turn, holders));
    }
    if (open != null && open.claimedBy() != null && open.assignees().equals(holders)) {
      hearing.happens(new OccurrenceEvent.Claimed(task, ordinal, open.claimedBy()));
    }
  }
}
