package dcm.guild.recurrence;

import dcm.guild.value.HolidayCalendar;
import dcm.guild.value.HolidayCalendar.Country;
import dcm.guild.value.HolidayCalendar.OwnHoliday;
import dcm.guild.value.HolidayCalendar.PublicHolidays;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The holidays of a guild, day by day. */
public final class Holidays {
  private static final Holidays NONE = new Holidays(Map.of(), List.of());

  private final Map<LocalDate, String> own;
  private final List<PublicHolidays> lists;

  private Holidays(Map<LocalDate, String> own, List<PublicHolidays> lists) {
    this.own = own;
    this.lists = lists;
  }

  public static Holidays of(HolidayCalendar calendar) {
    return calendar.equals(HolidayCalendar.NONE)
        ? NONE
        : new Holidays(
            calendar.own().stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        OwnHoliday::date, OwnHoliday::name, (first, _) -> first)),
            calendar.lists());
  }

  boolean contains(LocalDate day) {
    return own.containsKey(day)
        || lists.stream()
            .anyMatch(list -> PublicHolidayYears.of(list, day.getYear()).containsKey(day));
  }

  /**
   * The holidays of a period with their names.
   *
   * @param to exclusive
   */
  public List<OwnHoliday> between(LocalDate from, LocalDate to, Locale language) {
    return from.datesUntil(to)
        .flatMap(day -> {
          String name = name(day, language);
          return name == null ? Stream.of() : Stream.of(new OwnHoliday(day, name));
        })
        .toList();
  }

  private @Nullable String name(LocalDate day, Locale language) {
    String named = own.get(day);
    return named != null
        ? named
        : lists.stream()
            .map(list -> PublicHolidayYears.of(list, day.getYear()).get(day))
            .filter(holiday -> holiday != null)
            .map(holiday -> holiday.getDescription(language))
            .findFirst()
            .orElse(null);
  }

  /** The parts of a country that have holidays of their own, in lower case. */
  public static Set<String> regions(Country country) {
    return PublicHolidayYears.regions(country);
  }
}
