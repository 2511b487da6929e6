package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.TaskEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskBin;
import dcm.guild.value.Permission;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskRef;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rules on deleted tasks: they can be restored for 30 days, then they are removed for good. */
public final class BinRules {
  private BinRules() {}

  /**
   * Restores a deleted task. The member who deleted it may do so within the undo window, others
   * with TASK_DELETE at any time.
   */
  static @Nullable Refusal restore(DecisionContext context, TaskCommand.Restore restore) {
    TaskBin.DeletedTask deleted = find(context.state(), restore.task());
    if (deleted == null || !context.principal().canSee(deleted.state().task())) {
      return context.visibleTask(restore.task()) == null
          ? new Refusal.UnknownTask(restore.task())
          : new Refusal.NotDeleted();
    }
    Refusal denied = context.checkPermission(Permission.TASK_DELETE);
    if (denied != null && context.caller().id().equals(deleted.deletedBy())) {
      Instant until = deleted.deletedAt().plus(context.state().profile().settings().undoWindow());
      denied = context.at().isAfter(until) ? new Refusal.TooLateToUndo() : null;
    }
    if (denied != null) {
      return denied;
    }
    Task task = deleted.state().task();
    Refusal full = TaskRules.checkSize(context, deleted.state().characters());
    if (full != null) {
      return full;
    }
    context.emit(new TaskEvent.Restored(task.id(), task.number(), task.title()));
    Turns.passOn(context, context.current(deleted.state()), deleted.deletedAt());
    return null;
  }

  /** A deleted task; null: none. */
  public static TaskBin.@Nullable DeletedTask find(GuildState state, TaskRef ref) {
    return switch (ref) {
      case TaskRef.ById byId -> state.catalog().bin().find(byId.id());
      case TaskRef.ByNumber byNumber -> state.catalog().bin().find(byNumber.number());
    };
  }

  /**
   * Removes the tasks deleted first until another one fits into the bin.
   *
   * @param added its size in characters
   */
  static void makeRoom(DecisionContext context, long added) {
    while (!context.state().catalog().bin().hasRoomFor(added)) {
      purgeFirst(context, Instant.MAX);
    }
  }

  /** Removes the tasks that were deleted long enough ago, as many as the budget allows. */
  static void purge(DecisionContext context, EventBudget budget) {
    while (budget.hasRemaining() && purgeFirst(context, context.at())) {}
  }

  /** Removes the task deleted first, if it expires by an instant. */
  private static boolean purgeFirst(DecisionContext context, Instant until) {
    TaskBin bin = context.state().catalog().bin();
    if (bin.expiries().isEmpty() || bin.expiries().first().at().isAfter(until)) {
      return false;
    }
    TaskId first = bin.expiries().first().key();
    TaskBin.DeletedTask deleted = Objects.requireNonNull(bin.find(first));
    context.emit(new TaskEvent.Purged(first, deleted.state().task().number()));
    return true;
  }
}
