package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Permission;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Rules on the checklist of an occurrence. */
final class ChecklistRules {
  private ChecklistRules() {}

  /** Ticks or unticks an item of the checklist. Idempotent. */
  static @Nullable Refusal tick(DecisionContext context, TaskCommand.Tick tick) {
    return OccurrenceRules.withActiveOccurrence(
        context,
        tick.task(),
        tick.ordinal(),
        (taskState, open) -> {
          Refusal denied =
              OccurrenceRules.checkPermission(
                  context, taskState, open, Permission.TASK_COMPLETE, Permission.TASK_COMPLETE_ANY);
          if (denied != null) {
            return denied;
          }
          int size = taskState.task().effectivePolicy().checklist().size();
          if (tick.item() < 0 || tick.item() >= size) {
            return new Refusal.Invalid(
                List.of(
                    new Refusal.FieldError(
                        "item", "out-of-range", "must be an item of the checklist")));
          }
          Set<Integer> before = open.currentProgress().ticks();
          Set<Integer> after = new TreeSet<>(before);
          boolean changed = tick.done() ? after.add(tick.item()) : after.remove(tick.item());
          if (changed) {
            context.emit(
                new OccurrenceEvent.ChecklistTicked(
                    taskState.task().id(), open.ordinal(), before, after));
          }
          return null;
        });
  }
}
