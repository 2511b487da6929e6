package dcm.guild.rules;

import dcm.guild.query.CalendarEntry;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.recurrence.Recurrences;
import dcm.guild.state.GuildState;
import dcm.guild.state.TaskSelection;
import dcm.guild.state.TaskState;
import dcm.guild.value.Assignment;
import dcm.guild.value.Due;
import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Roster;
import dcm.guild.value.Schedule;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Occurrences in a period: the open ones, and future ones by the rules with season, holidays and
 * exceptions. A floating rule counts from completions, so its future ones are estimates: as if each
 * were completed when it falls due.
 */
final class CalendarProjection {
  /** Tasks whose rules are followed: each costs a few dozen microseconds. */
  private static final int MAX_PROJECTED_TASKS = 1_000;

  /** Steps of a floating rule from now to the period. */
  private static final int MAX_ESTIMATES = 400;

  private static final Comparator<CalendarEntry> BY_DUE =
      Comparator.comparing((CalendarEntry entry) -> entry.due().start())
          .thenComparingInt(CalendarEntry::number);

  private final GuildState state;
  private final GuildQuery.Calendar query;
  private final Instant now;
  private final HolidayCalendar holidays;

  private CalendarProjection(GuildState state, GuildQuery.Calendar query, Instant now) {
    this.state = state;
    this.query = query;
    this.now = now;
    this.holidays = state.profile().holidayCalendar();
  }

  /** A future due of a task. */
  private record NextDue(TaskState state, Schedule.Recurring schedule, Due due)
      implements Comparable<NextDue> {
    @Override
    public int compareTo(NextDue other) {
      int byTime = due.start().compareTo(other.due.start());
      return byTime != 0
          ? byTime
          : Integer.compare(state.task().number(), other.state.task().number());
    }
  }

  /**
   * The answer.
   *
   * @param visibility null: the caller may see no task
   */
  static QueryResult.Calendar of(
      GuildState state,
      @Nullable TaskVisibility visibility,
      GuildQuery.Calendar query,
      Instant now) {
    return visibility == null
        ? new QueryResult.Calendar(List.of(), Set.of(), true)
        : new CalendarProjection(state, query, now).of(visibility);
  }

  private QueryResult.Calendar of(TaskVisibility visibility) {
    List<CalendarEntry> entries = new ArrayList<>();
    PriorityQueue<NextDue> future = new PriorityQueue<>();
    int projected = 0;
    List<TaskState> tasks =
        state
            .catalog()
            .inNumberOrder(TaskSelection.ALL)
            .filter(taskState -> visibility.includes(taskState.task()))
            .toList();
    for (TaskState taskState : tasks) {
      addOpen(taskState.task(), entries);
      NextDue next = projected < MAX_PROJECTED_TASKS ? first(taskState) : null;
      if (next != null) {
        projected++;
        future.add(next);
      }
    }
    entries.sort(BY_DUE);
    boolean complete =
        projected < MAX_PROJECTED_TASKS && entries.size() <= GuildQuery.Calendar.MAX_ENTRIES;
    int open = entries.size();
    for (NextDue next = future.poll(); next != null; next = future.poll()) {
      if (entries.size() - open >= GuildQuery.Calendar.MAX_ENTRIES) {
        complete = false;
        break;
      }
      entries.add(entry(next));
      NextDue following = following(next.state(), next.schedule(), next.due(), next.due().start());
      if (following != null) {
        future.add(following);
      }
    }
    entries.sort(BY_DUE);
    boolean fits = entries.size() <= GuildQuery.Calendar.MAX_ENTRIES;
    return new QueryResult.Calendar(
        List.copyOf(fits ? entries : entries.subList(0, GuildQuery.Calendar.MAX_ENTRIES)),
        query.closedOf().stream()
            .filter(id -> {
              TaskState taskState = state.catalog().tasks().get(id);
              return visibility instanceof TaskVisibility.All
                  || (taskState != null && visibility.includes(taskState.task()));
            })
            .collect(Collectors.toSet()),
        complete && fits);
  }

  private void addOpen(Task task, List<CalendarEntry> entries) {
    for (Occurrence open : task.occurrences()) {
      if (isInPeriod(open.due())) {
        entries.add(
            new CalendarEntry(
                task.id(), task.number(), task.title(), open.due(), open, false, open.assignees()));
      }
    }
  }

  private boolean isInPeriod(Due due) {
    LocalDate day = due.day();
    return day != null && !day.isBefore(query.from()) && day.isBefore(query.to());
  }

  /** The first due in the period after the newest occurrence and the present; null: none. */
  private @Nullable NextDue first(TaskState taskState) {
    Occurrence newest = taskState.task().newest();
    if (newest == null || !(taskState.task().schedule() instanceof Schedule.Recurring recurring)) {
      return null;
    }
    Due former = newest.dueByRule();
    if (former instanceof Due.Never) {
      return null;
    }
    if (recurring.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      return estimated(taskState, recurring, former, later(former.start(), now));
    }
    Instant begin =
        query.from().atStartOfDay(recurring.recurrence().zone()).toInstant().minusNanos(1);
    Instant after = later(later(former.start(), now), begin);
    return following(taskState, recurring, former, after);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /**
   * The first due of a floating rule in the period.
   *
   * @param doneAt when the occurrence before it is completed
   */
  private @Nullable NextDue estimated(
      TaskState taskState, Schedule.Recurring schedule, Due former, Instant doneAt) {
    Due next = NextDueRules.afterCompletion(schedule, former, doneAt, doneAt, holidays);
    for (int i = 0; i < MAX_ESTIMATES && isBeforePeriod(next); i++) {
      Instant at = next.start();
      next = NextDueRules.afterCompletion(schedule, next, at, at, holidays);
    }
    return next != null && isInPeriod(next) ? new NextDue(taskState, schedule, next) : null;
  }

  private boolean isBeforePeriod(@Nullable Due due) {
    LocalDate day = due == null ? null : due.day();
    return day != null && day.isBefore(query.from());
  }

  private @Nullable NextDue following(
      TaskState taskState, Schedule.Recurring schedule, Due former, Instant after) {
    if (schedule.anchor() == Schedule.Anchor.FROM_COMPLETION) {
      return estimated(taskState, schedule, former, after);
    }
    Due next = Recurrences.next(schedule, holidays, former, after);
    return next != null && isInPeriod(next) ? new NextDue(taskState, schedule, next) : null;
  }

  private CalendarEntry entry(NextDue next) {
    Task task = next.state().task();
    return new CalendarEntry(
        task.id(),
        task.number(),
        task.title(),
        next.due(),
        null,
        next.schedule().anchor() == Schedule.Anchor.FROM_COMPLETION,
        certain(task, next.due()));
  }

  /** The assignees of a future occurrence as far as they are certain; null: they are not. */
  private @Nullable List<MemberId> certain(Task task, Due due) {
    Assignment assignment = task.assignment();
    Roster roster = assignment.roster();
    return switch (assignment.strategy()) {
      case POOL -> List.of();
      case FIXED ->
          assignment.role() == null
              ? assignment.order().stream().filter(state.members()::isActive).toList()
              : null;
      case ROSTER -> {
        LocalDate day = due.day();
        MemberId member = roster == null || day == null ? null : roster.on(day);
        yield member == null || !state.members().isActive(member) ? null : List.of(member);
      }
      case ROUND_ROBIN,
          RANDOM,
          RANDOM_NOT_LAST,
          LEAST_COMPLETED,
          LEAST_ASSIGNED,
          BALANCED,
          DUTY_PERIOD ->
          null;
    };
  }
}
