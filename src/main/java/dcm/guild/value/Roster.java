package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cycle of weeks with a member for each weekday.
 *
 * @param start the first day of the first week of the cycle
 * @param weeks the members of each week; a weekday that is missing has nobody
 */
public record Roster(LocalDate start, List<Map<DayOfWeek, MemberId>> weeks) {
  public static final int MAX_WEEKS = 12;

  public Roster {
    weeks = weeks.stream().map(Roster::ordered).toList();
  }

  private static Map<DayOfWeek, MemberId> ordered(Map<DayOfWeek, MemberId> week) {
    Map<DayOfWeek, MemberId> days = new EnumMap<>(DayOfWeek.class);
    days.putAll(week);
    return Collections.unmodifiableMap(days);
  }

  /** The member of a day; null: nobody. */
  public @Nullable MemberId on(LocalDate day) {
    if (weeks.isEmpty()) {
      return null;
    }
    long week = Math.floorDiv(ChronoUnit.DAYS.between(start, day), 7L);
    return weeks
        .get(Math.toIntExact(Math.floorMod(week, (long) weeks.size())))
        .get(day.getDayOfWeek());
  }

  /** The number of days with a member, in all weeks. */
  int entries() {
    return weeks.stream().mapToInt(Map::size).sum();
  }

  /** All members of the roster, by their ids. */
  @JsonIgnore
  public List<MemberId> members() {
    TreeSet<MemberId> all = new TreeSet<>();
    weeks.forEach(week -> all.addAll(week.values()));
    return List.copyOf(all);
  }
}
