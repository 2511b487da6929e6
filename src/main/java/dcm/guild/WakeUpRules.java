package dcm.guild;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the guild does when it wakes: every reminder whose time has passed is over, and of those of
 * one occurrence the latest is sent, once, saying so when it is late.
 */
final class WakeUpRules {
  /** Occurrences and deliveries per wake-up; what is left keeps the wake-up where it is. */
  static final int AT_ONCE = 200;

  /** A reminder sent later than this says so. */
  static final Duration LATE = Duration.ofMinutes(5);

  private WakeUpRules() {}

  static @Nullable Refusal wake(Hearing hearing) {
    if (!hearing.state().house().open()) {
      return null;
    }
    Instant now = hearing.at();
    List<TaskId> tasks = passed(hearing.state().agenda(), now, AT_ONCE);
    List<DeliveryId> retries = passed(hearing.state().post().retries(), now, AT_ONCE);
    tasks.forEach(task -> remind(hearing, task));
    retries.forEach(delivery -> DeliveryRules.retry(hearing, delivery));
    return null;
  }

  /** All reminders whose time has passed, however many: the ladder they belong to is to change. */
  static void owed(Hearing hearing) {
    passed(hearing.state().agenda(), hearing.at(), Integer.MAX_VALUE)
        .forEach(task -> remind(hearing, task));
  }

  private static <K extends Comparable<K>> List<K> passed(
      Iterable<Slot<K>> agenda, Instant now, int most) {
    List<K> passed = new ArrayList<>();
    for (Slot<K> slot : agenda) {
      if (slot.at().isAfter(now) || passed.size() >= most) {
        break;
      }
      passed.add(slot.what());
    }
    return passed;
  }

  private static void remind(Hearing hearing, TaskId task) {
    Chore chore = hearing.state().board().chores().get(task);
    if (chore == null) {
      return;
    }
    House house = hearing.state().house();
    Occurrence open = chore.task().open();
    List<Reminders.Reminder> passed =
        Reminders.ahead(chore, house).stream()
            .filter(reminder -> !reminder.at().isAfter(hearing.at()))
            .toList();
    if (open == null || passed.isEmpty()) {
      return;
    }
    Reminders.Reminder ladder = last(passed, false);
    Reminders.Reminder escalation = last(passed, true);
    List<MemberId> holders = hearing.state().people().holding(open);
    if (ladder != null && !holders.isEmpty()) {
      for (MemberId holder : holders) {
        Route route = new Route.DirectMessage(holder);
        DeliveryRules.queue(hearing, chore, ladder, route, List.of(holder));
      }
    } else if (ladder != null && escalation == null) {
      toChannel(hearing, chore, ladder, holders);
    }
    if (escalation != null) {
      toChannel(hearing, chore, escalation, holders);
    }
    Reminders.Reminder latest = passed.getLast();
    holders.forEach(holder -> post(hearing, chore, latest, holder));
    hearing.happens(
        new OccurrenceEvent.Reminded(
            chore.task().id(),
            open.ordinal(),
            passed.stream().map(reminder -> reminder.stage().key()).toList()));
  }

  private static Reminders.@Nullable Reminder last(
      List<Reminders.Reminder> passed, boolean escalation) {
    return passed.reversed().stream()
        .filter(reminder -> reminder.stage() instanceof Stage.Overdue == escalation)
        .findFirst()
        .orElse(null);
  }

  private static void toChannel(
      Hearing hearing, Chore chore, Reminders.Reminder reminder, List<MemberId> holders) {
    ChannelId channel = hearing.state().house().settings().channel();
    if (channel != null) {
      DeliveryRules.queue(hearing, chore, reminder, new Route.Channel(channel), holders);
    } else {
      OutageRules.post(hearing, chore, reminder.stage(), late(hearing, reminder));
    }
  }

  private static void post(
      Hearing hearing, Chore chore, Reminders.Reminder reminder, MemberId holder) {
    Task task = chore.task();
    Occurrence open = task.open();
    if (open != null) {
      hearing.happens(
          new NotificationEvent.Posted(
              holder,
              task.id(),
              task.number(),
              open.ordinal(),
              task.title(),
              reminder.stage(),
              late(hearing, reminder)));
    }
  }

  static boolean late(Hearing hearing, Reminders.Reminder reminder) {
    return hearing.at().isAfter(reminder.at().plus(LATE));
  }
}
