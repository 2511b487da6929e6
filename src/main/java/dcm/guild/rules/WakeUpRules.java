package dcm.guild.rules;

import dcm.guild.event.NotificationEvent;
import dcm.guild.event.OccurrenceEvent;
import dcm.guild.reply.Refusal;
import dcm.guild.state.DeferredWork;
import dcm.guild.state.GuildState;
import dcm.guild.state.ReminderRules;
import dcm.guild.state.TaskState;
import dcm.guild.value.ChannelId;
import dcm.guild.value.Delivery;
import dcm.guild.value.DeliveryId;
import dcm.guild.value.DeliveryRoute;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.Task;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules of a wake-up. All due reminders of an occurrence are completed together: the latest is sent
 * once, marked when it is late.
 */
public final class WakeUpRules {
  /**
   * Maximum number of occurrences and deliveries per wake-up; with more, the next wake-up stays
   * due.
   */
  public static final int BATCH_SIZE = 200;

  private WakeUpRules() {}

  /**
   * Processes deferred work first, then due reminders and retries; work beyond the budget waits for
   * the next wake-up.
   */
  static @Nullable Refusal wakeUp(DecisionContext context) {
    if (!context.state().profile().active()) {
      return null;
    }
    Instant now = context.at();
    EventBudget budget = new EventBudget(context);
    GuildState before = context.state();
    for (DeferredWork.DeferredReminders deferred : before.deferredWork().reminders().values()) {
      if (!budget.hasRemaining()) {
        break;
      }
      remind(context, deferred.occurrence(), deferred.reminders());
    }
    WorkloadRules.decay(context);
    AbsenceRules.passOn(context, budget);
    for (TaskId task : dueKeys(before.agenda(), now, BATCH_SIZE)) {
      if (!budget.hasRemaining()) {
        break;
      }
      LapseRules.apply(context, task, budget);
      remind(context, task);
    }
    BinRules.purge(context, budget);
    for (DeliveryId delivery : dueKeys(before.notifications().retries(), now, BATCH_SIZE)) {
      if (!budget.hasRemaining()) {
        break;
      }
      DeliveryRules.retry(context, delivery);
    }
    return null;
  }

  /**
   * Sends due reminders, as many as the budget allows, before the settings that they belong to
   * change. The others become {@link DeferredWork}.
   */
  static void remindBeforeChange(DecisionContext context) {
    EventBudget budget = new EventBudget(context);
    for (GuildState.AgendaEntry<TaskId> entry : context.state().agenda()) {
      if (entry.at().isAfter(context.at()) || !budget.hasRemaining()) {
        break;
      }
      remind(context, entry.key());
    }
  }

  private static <K extends Comparable<K>> List<K> dueKeys(
      Iterable<GuildState.AgendaEntry<K>> agenda, Instant now, int limit) {
    List<K> due = new ArrayList<>();
    for (GuildState.AgendaEntry<K> entry : agenda) {
      if (entry.at().isAfter(now) || due.size() >= limit) {
        break;
      }
      due.add(entry.key());
    }
    return due;
  }

  /** Sends the due reminders of a task's open occurrences. */
  private static void remind(DecisionContext context, TaskId task) {
    TaskState taskState = context.state().catalog().tasks().get(task);
    if (taskState == null) {
      return;
    }
    for (Occurrence open : taskState.task().occurrences()) {
      remind(
          context,
          new OccurrenceRef(task, open.ordinal()),
          ReminderRules.dueBy(open, context.state().profile(), context.at()));
    }
  }

  /**
   * Sends the due reminders of an occurrence.
   *
   * @param due in order of time
   */
  private static void remind(
      DecisionContext context, OccurrenceRef ref, List<ReminderRules.Reminder> due) {
    TaskState taskState = context.state().catalog().tasks().get(ref.task());
    Occurrence open = taskState == null ? null : taskState.task().open(ref.ordinal());
    if (taskState == null || open == null || due.isEmpty()) {
      return;
    }
    ReminderRules.Reminder scheduled = lastReminder(due, false);
    ReminderRules.Reminder escalation = lastReminder(due, true);
    List<MemberId> responsible =
        taskState.task().owing(open).stream().filter(context.state().members()::isActive).toList();
    List<MemberId> holders =
        responsible.stream().filter(holder -> !isAway(context, ref, holder)).toList();
    if (holders.isEmpty() && !responsible.isEmpty()) {
      // those who are away are not reminded, and nobody is told of their turn
      context.emit(reminded(ref, due));
      return;
    }
    if (scheduled != null && !holders.isEmpty()) {
      for (MemberId holder : holders) {
        DeliveryRoute route = new DeliveryRoute.DirectMessage(holder);
        DeliveryRules.queue(context, ref, scheduled, route, List.of(holder));
      }
    } else if (scheduled != null && escalation == null) {
      queueToChannel(context, taskState, open, scheduled, holders);
    }
    if (escalation != null) {
      queueToChannel(context, taskState, open, escalation, holders);
    }
    ReminderRules.Reminder latest = due.getLast();
    holders.forEach(holder -> postToInbox(context, taskState.task(), open, latest, holder));
    context.emit(reminded(ref, due));
  }

  private static OccurrenceEvent.Reminded reminded(
      OccurrenceRef ref, List<ReminderRules.Reminder> due) {
    return new OccurrenceEvent.Reminded(
        ref.task(), ref.ordinal(), due.stream().map(reminder -> reminder.stage().key()).toList());
  }

  private static boolean isAway(DecisionContext context, OccurrenceRef ref, MemberId id) {
    return !context.state().members().isPresent(id, ref.task(), context.at());
  }

  private static ReminderRules.@Nullable Reminder lastReminder(
      List<ReminderRules.Reminder> due, boolean escalation) {
    return due.reversed().stream()
        .filter(reminder -> reminder.stage() instanceof ReminderStage.Overdue == escalation)
        .findFirst()
        .orElse(null);
  }

  private static void queueToChannel(
      DecisionContext context,
      TaskState taskState,
      Occurrence open,
      ReminderRules.Reminder reminder,
      List<MemberId> holders) {
    ChannelId channel = context.state().profile().settings().channel();
    if (channel != null) {
      DeliveryRules.queue(
          context,
          new OccurrenceRef(taskState.task().id(), open.ordinal()),
          reminder,
          new DeliveryRoute.Channel(channel),
          holders);
    } else {
      OutageRules.notifyResponsible(
          context, taskState, open.ordinal(), reminder.stage(), isLate(context, reminder));
    }
  }

  private static void postToInbox(
      DecisionContext context,
      Task task,
      Occurrence open,
      ReminderRules.Reminder reminder,
      MemberId holder) {
    context.emit(
        new NotificationEvent.Posted(
            holder,
            task.id(),
            task.number(),
            open.ordinal(),
            task.title(),
            reminder.stage(),
            isLate(context, reminder)));
  }

  static boolean isLate(DecisionContext context, ReminderRules.Reminder reminder) {
    return context.at().isAfter(reminder.at().plus(Delivery.LATE_AFTER));
  }
}
