package dcm.view;

import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of a period.
 *
 * @param members who did, missed or skipped anything, or was there, by id
 * @param categories by number of completions, the most first
 * @param tasks the same
 * @param weeks in order; those without any occurrence are left out
 */
public record StatisticsReport(
    Counts total,
    List<MemberShare> members,
    List<CategoryCounts> categories,
    List<TaskCounts> tasks,
    List<WeekCounts> weeks) {
  public StatisticsReport {
    members = List.copyOf(members);
    categories = List.copyOf(categories);
    tasks = List.copyOf(tasks);
    weeks = List.copyOf(weeks);
  }

  /**
   * A member's part.
   *
   * @param days on which they were there
   * @param share of the whole effort, 0 to 1
   * @param fairShare that it would be if everyone who was there on a day had done an equal part of
   *     what was done on it
   */
  public record MemberShare(
      MemberId member, Counts counts, int days, double share, double fairShare) {}

  /**
   * Counts of a category.
   *
   * @param category null: of tasks without one
   */
  public record CategoryCounts(@Nullable GroupingId category, Counts counts) {}

  /** Counts of a task under its newest title. */
  public record TaskCounts(TaskId task, int number, String title, Counts counts) {}

  /**
   * Counts of a week.
   *
   * @param week its first day
   */
  public record WeekCounts(LocalDate week, Counts counts) {}

  static StatisticsReport of(
      StatisticsQuery.Rows rows, StatisticsQuery.Selection selection, ZoneId zone) {
    var total = Counts.NONE;
    var categories = new HashMap<Optional<GroupingId>, Counts>();
    var tasks = new HashMap<TaskId, TaskCounts>();
    var weeks = new TreeMap<LocalDate, Counts>();
    for (StatisticsQuery.TaskWeek row : rows.taskWeeks()) {
      total = total.plus(row.counts());
      categories.merge(Optional.ofNullable(row.category()), row.counts(), Counts::plus);
      weeks.merge(row.week(), row.counts(), Counts::plus);
      // rows come in the order of weeks: the last title is the newest
      var before = tasks.get(row.task());
      tasks.put(
          row.task(),
          new TaskCounts(
              row.task(),
              row.number(),
              row.title(),
              before == null ? row.counts() : before.counts().plus(row.counts())));
    }
    return new StatisticsReport(
        total,
        members(rows, selection, zone),
        categories.entrySet().stream()
            .map(entry -> new CategoryCounts(entry.getKey().orElse(null), entry.getValue()))
            .sorted(
                Comparator.comparingLong((CategoryCounts each) -> each.counts().done())
                    .reversed()
                    .thenComparing(each -> String.valueOf(each.category())))
            .toList(),
        tasks.values().stream()
            .sorted(
                Comparator.comparingLong((TaskCounts each) -> each.counts().done())
                    .reversed()
                    .thenComparingInt(TaskCounts::number))
            .toList(),
        weeks.entrySet().stream()
            .map(entry -> new WeekCounts(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static List<MemberShare> members(
      StatisticsQuery.Rows rows, StatisticsQuery.Selection selection, ZoneId zone) {
    Map<MemberId, Counts> counts = new HashMap<>();
    rows.members().forEach(row -> counts.put(row.member(), row.counts()));
    Map<LocalDate, Long> efforts = new HashMap<>();
    rows.days().forEach(row -> efforts.put(row.day(), row.effort()));

    Map<MemberId, Integer> days = new HashMap<>();
    Map<MemberId, Double> fair = new HashMap<>();
    for (LocalDate day : selection.from().datesUntil(selection.to()).toList()) {
      Set<MemberId> present =
          present(rows.periods(), day.atTime(LocalTime.NOON).atZone(zone).toInstant());
      double part = present.isEmpty() ? 0 : (double) efforts.getOrDefault(day, 0L) / present.size();
      for (MemberId member : present) {
        days.merge(member, 1, Integer::sum);
        fair.merge(member, part, Double::sum);
      }
    }
    double all = efforts.values().stream().mapToLong(Long::longValue).sum();
    var known = new TreeSet<>(counts.keySet());
    known.addAll(days.keySet());
    var shares = new ArrayList<MemberShare>();
    for (MemberId member : known) {
      Counts own = counts.getOrDefault(member, Counts.NONE);
      shares.add(
          new MemberShare(
              member,
              own,
              days.getOrDefault(member, 0),
              all == 0 ? 0 : own.effort() / all,
              all == 0 ? 0 : fair.getOrDefault(member, 0.0) / all));
    }
    return shares;
  }

  /** The members who are in the guild and not away; at noon, which stands for the day. */
  private static Set<MemberId> present(List<StatisticsQuery.Period> periods, Instant noon) {
    var present = new TreeSet<MemberId>();
    var away = new TreeSet<MemberId>();
    for (StatisticsQuery.Period period : periods) {
      boolean covers =
          !noon.isBefore(period.since())
              && (period.until() == null || noon.isBefore(period.until()));
      if (covers) {
        (period.away() ? away : present).add(period.member());
      }
    }
    present.removeAll(away);
    return present;
  }
}
