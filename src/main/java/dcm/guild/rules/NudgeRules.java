package dcm.guild.rules;

import dcm.guild.command.TaskCommand;
import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.Presence;
import dcm.guild.state.ReminderRules;
import dcm.guild.state.TaskState;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.Permission;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules on reminders that a member asks for. */
final class NudgeRules {
  /** Time between two of them for one occurrence. */
  static final Duration INTERVAL = Duration.ofHours(1);

  private NudgeRules() {}

  /**
   * Reminds the holders now, wherever the occurrence's own reminders are. The task's creator may do
   * so, and members with TASK_ASSIGN or REMINDER_MANAGE.
   */
  static @Nullable Refusal nudge(DecisionContext context, TaskCommand.Nudge nudge) {
    return OccurrenceRules.withActiveOccurrence(
        context,
        nudge.task(),
        nudge.ordinal(),
        (taskState, open) -> {
          Refusal denied = check(context, taskState.task());
          if (denied != null) {
            return denied;
          }
          Instant last = open.nudgedAt();
          if (last != null && context.at().isBefore(last.plus(INTERVAL))) {
            return new Refusal.NudgedRecently(last.plus(INTERVAL));
          }
          List<MemberId> recipients = recipients(context, taskState.task(), open);
          if (recipients.isEmpty()) {
            return new Refusal.NobodyToRemind();
          }
          remind(context, taskState, open, recipients);
          return null;
        });
  }

  private static @Nullable Refusal check(DecisionContext context, Task task) {
    boolean permitted =
        task.createdBy().equals(context.caller().id())
            || context.principal().hasPermission(Permission.TASK_ASSIGN);
    return permitted ? null : context.checkPermission(Permission.REMINDER_MANAGE);
  }

  /** The holders who still have something to do and are there; not the caller, who knows of it. */
  private static List<MemberId> recipients(DecisionContext context, Task task, Occurrence open) {
    List<MemberId> responsible =
        task.assignment().appliesToEach() ? open.missingParts() : open.holders();
    Instant reference = Presence.reference(open.due(), context.at());
    return responsible.stream()
        .filter(member -> !member.equals(context.caller().id()))
        .filter(member -> Presence.isThere(member, task.id(), context.state().members(), reference))
        .toList();
  }

  private static void remind(
      DecisionContext context, TaskState taskState, Occurrence open, List<MemberId> recipients) {
    Task task = taskState.task();
    var stage = new ReminderStage.Nudged(context.at(), context.caller().id());
    var reminder = new ReminderRules.Reminder(context.at(), stage);
    for (MemberId recipient : recipients) {
      DeliveryRules.queue(
          context,
          new OccurrenceRef(task.id(), open.ordinal()),
          reminder,
          new DeliveryRoute.DirectMessage(recipient),
          List.of(recipient));
      context.emit(
          new NotificationEvent.Posted(
              recipient, task.id(), task.number(), open.ordinal(), task.title(), stage, false));
    }
    context.emit(new OccurrenceEvent.Reminded(task.id(), open.ordinal(), List.of(stage.key())));
  }
}
