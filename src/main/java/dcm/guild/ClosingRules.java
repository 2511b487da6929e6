package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An occurrence is done or skipped, the next one comes, and all of it can be taken back. */
final class ClosingRules {
  private static final Duration BACK = Duration.ofDays(365);

  private ClosingRules() {}

  static @Nullable Refusal complete(Hearing hearing, TaskCommand.Complete complete) {
    MemberId me = hearing.caller().id();
    MemberId by = complete.by() == null ? me : complete.by();
    return OccurrenceRules.onOpen(
        hearing,
        complete.task(),
        complete.ordinal(),
        (chore, open) -> {
          Refusal lacking =
              by.equals(me)
                  ? OccurrenceRules.lacks(
                      hearing, chore, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY)
                  : hearing.lacks(Permission.TASK_COMPLETE_ANY);
          if (lacking != null) {
            return lacking;
          }
          if (hearing.state().people().find(by) == null) {
            return new Refusal.UnknownMember(by);
          }
          List<FieldError> errors = new ArrayList<>();
          Instant doneAt = doneAt(hearing, chore, complete.doneAt(), errors);
          String note = Texts.note(complete.note(), "note", errors);
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          hearing.happens(
              new OccurrenceEvent.Completed(
                  chore.task().id(), open.ordinal(), by, me, doneAt, note));
          Due next =
              Cadence.afterCompletion(chore.task().schedule(), open.due(), doneAt, hearing.at());
          openNext(hearing, chore, next, true);
          return null;
        });
  }

  static @Nullable Refusal skip(Hearing hearing, TaskCommand.Skip skip) {
    return OccurrenceRules.onOpen(
        hearing,
        skip.task(),
        skip.ordinal(),
        (chore, open) -> {
          Refusal lacking =
              OccurrenceRules.lacks(
                  hearing, chore, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (lacking != null) {
            return lacking;
          }
          List<FieldError> errors = new ArrayList<>();
          String reason = Texts.note(skip.reason(), "reason", errors);
          if (!errors.isEmpty()) {
            return new Refusal.Invalid(errors);
          }
          hearing.happens(
              new OccurrenceEvent.Skipped(
                  chore.task().id(), open.ordinal(), reason, skip.advanceTurn()));
          Due next = Cadence.afterSkip(chore.task().schedule(), open.due(), hearing.at());
          openNext(hearing, chore, next, skip.advanceTurn());
          return null;
        });
  }

  private static void openNext(Hearing hearing, Chore chore, @Nullable Due due, boolean advance) {
    if (due == null) {
      return;
    }
    Assignment how = chore.task().assignment();
    People people = hearing.state().people();
    List<MemberId> holders =
        advance ? Turns.next(how, chore.turn(), people) : Turns.same(how, chore.turn(), people);
    hearing.happens(
        new OccurrenceEvent.Opened(chore.task().id(), chore.lastOrdinal() + 1, due, holders));
  }

  /**
   * A compensating pair of events: the next occurrence never was, the former one is open again with
   * its due, its holder and its turn.
   */
  static @Nullable Refusal reopen(Hearing hearing, TaskCommand.Reopen reopen) {
    Chore chore = hearing.chore(reopen.task());
    if (chore == null) {
      return new Refusal.UnknownTask(reopen.task());
    }
    Chore.Closing closing = chore.last();
    Occurrence open = chore.task().open();
    Integer ordinal = reopen.ordinal();
    if (open != null && ordinal != null && open.ordinal() == ordinal) {
      return new Refusal.WrongState(open.state());
    }
    if (closing == null) {
      return ordinal == null
          ? new Refusal.WrongState(open == null ? null : open.state())
          : new Refusal.UnknownOccurrence(ordinal);
    }
    if (ordinal != null && closing.occurrence().ordinal() != ordinal) {
      return ordinal >= 1 && ordinal < closing.occurrence().ordinal()
          ? new Refusal.NextAlreadyActedUpon()
          : new Refusal.UnknownOccurrence(ordinal);
    }
    Refusal refusal = mayUndo(hearing, closing);
    if (refusal == null && open != null && chore.touched()) {
      refusal = new Refusal.NextAlreadyActedUpon();
    }
    if (refusal != null) {
      return refusal;
    }
    TaskId task = chore.task().id();
    if (open != null) {
      hearing.happens(new OccurrenceEvent.Withdrawn(task, open.ordinal()));
    }
    hearing.happens(new OccurrenceEvent.Reopened(task, closing.occurrence().ordinal()));
    MemberRules.withoutWhoLeft(hearing, hearing.again(chore));
    return null;
  }

  /** The doer for a while, others with the right to complete for all at any time. */
  private static @Nullable Refusal mayUndo(Hearing hearing, Chore.Closing closing) {
    if (hearing.viewer().may(Permission.TASK_COMPLETE_ANY)) {
      return null;
    }
    MemberId me = hearing.caller().id();
    Occurrence closed = closing.occurrence();
    Completion done = closed.completion();
    boolean mine = me.equals(closing.by()) || (done != null && done.by().equals(me));
    if (!mine) {
      return new Refusal.Forbidden(Permission.TASK_COMPLETE_ANY);
    }
    Refusal lacking = hearing.lacks(Permission.TASK_COMPLETE);
    Duration window = hearing.state().house().settings().undoWindow();
    boolean late =
        closed.closedAt() != null && hearing.at().isAfter(closed.closedAt().plus(window));
    return lacking == null && late ? new Refusal.TooLateToUndo() : lacking;
  }

  private static Instant doneAt(
      Hearing hearing, Chore chore, @Nullable Instant said, List<FieldError> errors) {
    if (said == null) {
      return hearing.at();
    }
    if (said.isAfter(hearing.at())) {
      errors.add(new FieldError("doneAt", "in-the-future", "must not lie in the future"));
    } else if (said.isBefore(chore.task().createdAt().minus(BACK))) {
      errors.add(
          new FieldError(
              "doneAt", "too-early", "must not lie more than a year before the task was made"));
    }
    return said;
  }
}
