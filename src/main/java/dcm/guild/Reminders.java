package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When an occurrence's reminders come: the ladder of the guild's offsets before the due, at the
 * due, and the escalation after it. A claim stops the ladder; a snooze silences it until its end.
 */
final class Reminders {
  /**
   * Offsets of a whole day count from this time of its morning, on the wall clock: a day before is
   * the same time the day before, whatever the clock did in between. Those of an instant count
   * elapsed time.
   */
  static final LocalTime MORNING = LocalTime.of(9, 0);

  private Reminders() {}

  /** A reminder that is still to come or was missed. */
  record Reminder(Instant at, Stage stage) {}

  /** When this task has to be looked at next; null: not by itself. */
  static @Nullable Slot<TaskId> slot(@Nullable Chore chore, House house) {
    if (chore == null) {
      return null;
    }
    List<Reminder> ahead = ahead(chore, house);
    return ahead.isEmpty() ? null : new Slot<>(ahead.getFirst().at(), chore.task().id());
  }

  /** What was not sent yet, in order of time. */
  static List<Reminder> ahead(Chore chore, House house) {
    Occurrence open = chore.task().open();
    if (open == null) {
      return List.of();
    }
    List<Reminder> all = new ArrayList<>();
    if (open.snoozedUntil() != null) {
      all.add(new Reminder(open.snoozedUntil(), new Stage.Snoozed(open.snoozedUntil())));
    }
    if (open.state() == Occurrence.State.OPEN) {
      ladder(open.due(), house.settings(), all);
    }
    all.removeIf(reminder ->
        reminder.at().isBefore(chore.quietUntil())
            || reminder.at().isBefore(house.quietUntil())
            || open.remindedOf().contains(reminder.stage().key()));
    all.sort(Comparator.comparing(Reminder::at));
    return all;
  }

  /** What should have been sent by now, in order of time. */
  static List<Reminder> passed(Chore chore, House house, Instant now) {
    return ahead(chore, house).stream().filter(reminder -> !reminder.at().isAfter(now)).toList();
  }

  private static void ladder(Due due, Settings settings, List<Reminder> into) {
    Instant overdue =
        switch (due) {
          case Due.Never _ -> null;
          case Due.AtTime time -> time.instant();
          case Due.AllDay day -> day.ends();
        };
    if (overdue == null) {
      return;
    }
    for (Duration offset : settings.reminderOffsets()) {
      into.add(new Reminder(before(due, offset), new Stage.Before(offset)));
    }
    if (settings.escalateAfter() != null) {
      Duration after = settings.escalateAfter();
      into.add(new Reminder(overdue.plus(after), new Stage.Overdue(after)));
    }
  }

  private static Instant before(Due due, Duration offset) {
    return switch (due) {
      case Due.Never _ -> Instant.MAX;
      case Due.AtTime time -> time.instant().minus(offset);
      case Due.AllDay day ->
          day.date().atTime(MORNING).minus(offset).atZone(day.zone()).toInstant();
    };
  }
}
