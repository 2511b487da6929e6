package dcm.guild.workload;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member's past with one task, of occurrences that no longer change.
 *
 * @param lastAt when they got it last; null: never
 * @param weeks counts of the weeks in the window, oldest first
 */
@RecordBuilder
public record MemberHistory(@Nullable Instant lastAt, List<Week> weeks)
    implements MemberHistoryBuilder.With {
  static final MemberHistory EMPTY = new MemberHistory(null, List.of());

  /** Calendar weeks (UTC) in the window, the current one included: 85 to 91 days. */
  static final int WINDOW_WEEKS = 13;

  /** The counts of one week; {@code week} counts from the Monday before 1970. */
  public record Week(int week, int assigned, int completed) {}

  public MemberHistory {
    weeks = List.copyOf(weeks);
  }

  static int weekOf(Instant at) {
    long day = LocalDate.ofInstant(at, ZoneOffset.UTC).toEpochDay();
    return Math.toIntExact(Math.floorDiv(day + 3, 7L));
  }

  static boolean inWindow(Instant at, Instant now) {
    return weekOf(at) > weekOf(now) - WINDOW_WEEKS;
  }

  int assigned(Instant now) {
    return current(now).mapToInt(Week::assigned).sum();
  }

  int completed(Instant now) {
    return current(now).mapToInt(Week::completed).sum();
  }

  private Stream<Week> current(Instant now) {
    int first = weekOf(now) - WINDOW_WEEKS + 1;
    return weeks.stream().filter(week -> week.week() >= first);
  }

  MemberHistory hadAt(Instant at) {
    return lastAt == null || lastAt.isBefore(at) ? withLastAt(at) : this;
  }

  /** Adds counts to the week of an instant, and forgets what the window has left behind. */
  MemberHistory plus(Instant at, int assigned, int completed, Instant now) {
    int week = weekOf(at);
    Week before =
        weeks.stream()
            .filter(other -> other.week() == week)
            .findFirst()
            .orElse(new Week(week, 0, 0));
    Week after = new Week(week, before.assigned() + assigned, before.completed() + completed);
    return withWeeks(
        Stream.concat(
                current(now).filter(other -> other.week() != week),
                inWindow(at, now) ? Stream.of(after) : Stream.of())
            .sorted((one, other) -> Integer.compare(one.week(), other.week()))
            .toList());
  }
}
