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

  /** What former commands left over comes first; what is beyond the budget waits for the next. */
  static @Nullable Refusal wake(Hearing hearing) {
    if (!hearing.state().house().open()) {
      return null;
    }
    Instant now = hearing.at();
    EventBudget budget = new EventBudget(hearing);
    State before = hearing.state();
    for (Arrears.Reminding owed : before.arrears().reminders().values()) {
      if (!budget.isLeft()) {
        break;
      }
      remind(hearing, owed.task(), owed.reminders());
    }
    MemberRules.handOver(hearing, budget);
    for (TaskId task : passed(before.agenda(), now, AT_ONCE)) {
      if (!budget.isLeft()) {
        break;
      }
      remind(hearing, task);
    }
    for (DeliveryId delivery : passed(before.post().retries(), now, AT_ONCE)) {
      if (!budget.isLeft()) {
        break;
      }
      DeliveryRules.retry(hearing, delivery);
    }
    return null;
  }

  /**
   * Reminders whose time has passed, as many as the budget allows: the ladder they belong to is to
   * change. The others are {@link Arrears} once it has.
   */
  static void owed(Hearing hearing) {
    EventBudget budget = new EventBudget(hearing);
    for (Slot<TaskId> slot : hearing.state().agenda()) {
      if (slot.at().isAfter(hearing.at()) || !budget.isLeft()) {
        break;
      }
      remind(hearing, slot.what());
    }
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
    remind(hearing, task, Reminders.passed(chore, hearing.state().house(), hearing.at()));
  }

  /**
   * @param passed in order of time
   */
  private static void remind(Hearing hearing, TaskId task, List<Reminders.Reminder> passed) {
    Chore chore = hearing.state().board().chores().get(task);
    Occurrence open = chore == null ? null : chore.task().open();
    if (chore == null || open == null || passed.isEmpty()) {
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
