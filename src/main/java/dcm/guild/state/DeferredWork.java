package dcm.guild.state;

import dcm.guild.value.Occurrence;
import dcm.guild.value.OccurrenceRef;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * Work that exceeded the budget of one command; the guild's wake-ups process it in bounded parts.
 * It is derived from the events, so a crash in between loses nothing.
 *
 * @param reminders reminders due under former settings, by occurrence
 * @param handovers tasks whose open occurrence is held by a former member, or by one who is away
 *     for it
 * @param since when the oldest of it was due; null: there is none
 */
public record DeferredWork(
    TreePMap<OccurrenceRef, DeferredReminders> reminders,
    TreePSet<TaskId> handovers,
    @Nullable Instant since) {
  static final DeferredWork NONE = new DeferredWork(TreePMap.empty(), TreePSet.empty(), null);

  /**
   * Reminders of one occurrence, in order of time.
   *
   * @param times the time of each of {@code stages}
   */
  public record DeferredReminders(
      TaskId task, int ordinal, List<Instant> times, List<ReminderStage> stages) {
    public DeferredReminders {
      times = List.copyOf(times);
      stages = List.copyOf(stages);
    }

    public OccurrenceRef occurrence() {
      return new OccurrenceRef(task, ordinal);
    }

    public List<ReminderRules.Reminder> reminders() {
      return IntStream.range(0, stages.size())
          .mapToObj(i -> new ReminderRules.Reminder(times.get(i), stages.get(i)))
          .toList();
    }
  }

  DeferredWork withoutReminders() {
    return new DeferredWork(TreePMap.empty(), handovers, since).normalized();
  }

  public DeferredWork normalized() {
    return isEmpty() ? NONE : this;
  }

  boolean isEmpty() {
    return reminders.isEmpty() && handovers.isEmpty();
  }

  /** Adds the reminders that were due under the former settings and not sent yet. */
  DeferredWork withDueReminders(
      TaskCatalog catalog,
      GuildProfile before,
      Iterable<GuildState.AgendaEntry<TaskId>> agenda,
      Instant now) {
    Map<OccurrenceRef, DeferredReminders> all = new TreeMap<>();
    for (GuildState.AgendaEntry<TaskId> entry : agenda) {
      if (entry.at().isAfter(now)) {
        break;
      }
      TaskState taskState = catalog.tasks().get(entry.key());
      if (taskState == null) {
        continue;
      }
      for (Occurrence open : taskState.task().occurrences()) {
        DeferredReminders due = dueReminders(entry.key(), open, before, now);
        if (!due.stages().isEmpty() && !reminders.containsKey(due.occurrence())) {
          all.put(due.occurrence(), due);
        }
      }
    }
    return with(all.isEmpty() ? reminders : reminders.plusAll(all), handovers, now);
  }

  private static DeferredReminders dueReminders(
      TaskId task, Occurrence open, GuildProfile profile, Instant now) {
    List<ReminderRules.Reminder> due = ReminderRules.dueBy(open, profile, now);
    return new DeferredReminders(
        task,
        open.ordinal(),
        due.stream().map(ReminderRules.Reminder::at).toList(),
        due.stream().map(ReminderRules.Reminder::stage).toList());
  }

  /** Adds the tasks held by former members, and by members who are away for them. */
  DeferredWork withHandovers(TaskCatalog catalog, Members members, Instant now) {
    List<TaskId> heldByFormerMembers =
        catalog
            .inNumberOrder(TaskSelection.ALL)
            .filter(taskState -> isHeldInAbsence(taskState, members, now))
            .map(taskState -> taskState.task().id())
            .toList();
    return heldByFormerMembers.isEmpty()
        ? this
        : with(reminders, handovers.plusAll(heldByFormerMembers), now);
  }

  /** Removes the work of a task that no longer applies after a change of the task. */
  DeferredWork reconciled(TaskId task, TaskCatalog catalog, Members members, Instant now) {
    TaskState taskState = catalog.tasks().get(task);
    TreePMap<OccurrenceRef, DeferredReminders> remaining = reminders;
    for (DeferredReminders deferred : of(task)) {
      if (!stillApplies(deferred, taskState)) {
        remaining = remaining.minus(deferred.occurrence());
      }
    }
    boolean handoverApplies =
        handovers.contains(task) && taskState != null && isHeldInAbsence(taskState, members, now);
    return with(remaining, handoverApplies ? handovers : handovers.minus(task), since);
  }

  private Collection<DeferredReminders> of(TaskId task) {
    return reminders
        .subMap(new OccurrenceRef(task, 0), new OccurrenceRef(task, Integer.MAX_VALUE))
        .values();
  }

  /** Removes the handovers that no longer apply after a member returned. */
  DeferredWork reconciled(TaskCatalog catalog, Members members, Instant now) {
    TreePSet<TaskId> remaining = handovers;
    for (TaskId task : handovers) {
      TaskState taskState = catalog.tasks().get(task);
      if (taskState == null || !isHeldInAbsence(taskState, members, now)) {
        remaining = remaining.minus(task);
      }
    }
    return with(reminders, remaining, since);
  }

  private DeferredWork with(
      TreePMap<OccurrenceRef, DeferredReminders> deferred,
      TreePSet<TaskId> heldByFormerMembers,
      @Nullable Instant now) {
    boolean empty = deferred.isEmpty() && heldByFormerMembers.isEmpty();
    return empty
        ? NONE
        : new DeferredWork(deferred, heldByFormerMembers, since == null ? now : since);
  }

  /**
   * Whether deferred reminders still apply: a claim, a snooze and a closing end them, as they end
   * future reminders.
   */
  private static boolean stillApplies(DeferredReminders deferred, @Nullable TaskState taskState) {
    Occurrence open = taskState == null ? null : taskState.task().open(deferred.ordinal());
    return open != null
        && deferred.stages().stream().allMatch(stage -> stillApplies(stage, open))
        && !open.remindedOf().contains(deferred.stages().getLast().key());
  }

  private static boolean stillApplies(ReminderStage stage, Occurrence open) {
    Instant snoozed = open.snoozedUntil();
    return switch (stage) {
      case ReminderStage.Snoozed(Instant until) -> until.equals(snoozed);
      // never deferred
      case ReminderStage.Nudged _, ReminderStage.Welcome _ -> false;
      case ReminderStage.Before _, ReminderStage.Overdue _ ->
          open.state() == Occurrence.State.OPEN && snoozed == null;
    };
  }

  private static boolean isHeldInAbsence(TaskState taskState, Members members, Instant now) {
    return taskState.task().occurrences().stream()
        .filter(Occurrence::active)
        .anyMatch(open -> Presence.isHeldInAbsence(open, taskState.task().id(), members, now));
  }
}
