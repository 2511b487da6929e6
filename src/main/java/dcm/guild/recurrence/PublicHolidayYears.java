package dcm.guild.recurrence;

import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import dcm.guild.value.SortedSets;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.time.Year;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * The public holidays of a country year by year, computed by Jollyday. The years are remembered for
 * all guilds of the node. The first use of a country reads its list, which takes up to 0.2 s, and
 * 0.9 s when it is the node's first.
 */
final class PublicHolidayYears {
  /** Years of all lists that are remembered: some ten searches of ten years. */
  private static final int MAX_YEARS = 500;

  private static final Map<ListYear, Map<LocalDate, Holiday>> YEARS = new ConcurrentHashMap<>();

  private PublicHolidayYears() {}

  private record ListYear(PublicHolidays list, int year) {}

  /** The holidays of a calendar year by date. */
  static Map<LocalDate, Holiday> of(PublicHolidays list, int year) {
    var key = new ListYear(list, year);
    var known = YEARS.get(key);
    if (known != null) {
      return known;
    }
    if (YEARS.size() >= MAX_YEARS) {
      YEARS.clear();
      // each manager remembers all years that it was ever asked for
      HolidayManager.clearManagerCache();
    }
    var computed = compute(list, year);
    YEARS.put(key, computed);
    return computed;
  }

  /**
   * The years before and after are computed too: New Year's Day of 2028, a Saturday, is observed in
   * the United States on 31 December 2027.
   */
  private static Map<LocalDate, Holiday> compute(PublicHolidays list, int year) {
    var holidays = new TreeMap<LocalDate, Holiday>();
    String[] region = list.region() == null ? new String[0] : new String[] {list.region()};
    IntStream.rangeClosed(year - 1, year + 1)
        .mapToObj(Year::of)
        .flatMap(each -> manager(list.country()).getHolidays(each, region).stream())
        .filter(holiday -> holiday.getType() == HolidayType.PUBLIC_HOLIDAY)
        .filter(holiday -> holiday.getDate().getYear() == year)
        // two on one day: the same name each time
        .sorted((one, other) -> one.getPropertiesKey().compareTo(other.getPropertiesKey()))
        .forEach(holiday -> holidays.putIfAbsent(holiday.getDate(), holiday));
    return Map.copyOf(holidays);
  }

  /** The regions with holidays of their own. */
  static SequencedSet<String> regions(Country country) {
    return SortedSets.copy(manager(country).getCalendarHierarchy().getChildren().keySet());
  }

  private static HolidayManager manager(Country country) {
    return HolidayManager.getInstance(
        ManagerParameters.create(country.name().toLowerCase(Locale.ROOT)));
  }
}
