package dcm.guild.state;

import dcm.guild.value.Due;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Occurrence;
import dcm.guild.value.ReminderStage;
import dcm.guild.value.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times of an occurrence's reminders: the guild's offsets before the due, the due, and the
 * escalation after it. A claim stops them; a snooze suppresses them until its end.
 */
public final class ReminderRules {
  private ReminderRules() {}

  /** A reminder that is planned or was missed. */
  public record Reminder(Instant at, ReminderStage stage) {}

  /** The task's next agenda entry; null: none. */
  static GuildState.@Nullable AgendaEntry<TaskId> nextEntry(
      @Nullable TaskState taskState, GuildProfile profile) {
    if (taskState == null) {
      return null;
    }
    Instant next = null;
    for (Occurrence open : taskState.task().occurrences()) {
      List<Reminder> unsent = unsent(open, profile);
      next = earliest(next, unsent.isEmpty() ? null : unsent.getFirst().at());
      next = earliest(next, open.currentCourse().followedAt());
      next = earliest(next, OccurrenceDeadlines.actionAt(taskState.task().effectivePolicy(), open));
    }
    return next == null ? null : new GuildState.AgendaEntry<>(next, taskState.task().id());
  }

  private static @Nullable Instant earliest(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isBefore(one)) ? other : one;
  }

  /** The reminders not sent yet, in order of time. */
  static List<Reminder> unsent(Occurrence open, GuildProfile profile) {
    if (!open.active()) {
      return List.of();
    }
    List<Reminder> all = new ArrayList<>();
    if (open.snoozedUntil() != null) {
      all.add(new Reminder(open.snoozedUntil(), new ReminderStage.Snoozed(open.snoozedUntil())));
    }
    if (open.state() == Occurrence.State.OPEN) {
      addScheduled(open.due(), profile.settings(), all);
    }
    Instant quietUntil = open.currentCourse().quietUntil();
    all.removeIf(reminder ->
        reminder.at().isBefore(quietUntil)
            || reminder.at().isBefore(profile.quietUntil())
            || open.remindedOf().contains(reminder.stage().key()));
    all.sort(Comparator.comparing(Reminder::at));
    return all;
  }

  /** The reminders due by an instant and not sent yet, in order of time. */
  public static List<Reminder> dueBy(Occurrence open, GuildProfile profile, Instant now) {
    return unsent(open, profile).stream().filter(reminder -> !reminder.at().isAfter(now)).toList();
  }

  private static void addScheduled(Due due, GuildSettings settings, List<Reminder> target) {
    Instant overdue = due.deadline();
    if (overdue == null) {
      return;
    }
    for (Duration offset : settings.reminderOffsets()) {
      target.add(new Reminder(due.minus(offset), new ReminderStage.Before(offset)));
    }
    if (settings.escalateAfter() != null) {
      Duration after = settings.escalateAfter();
      target.add(new Reminder(overdue.plus(after), new ReminderStage.Overdue(after)));
    }
  }
}
