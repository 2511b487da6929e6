package dcm.guild.value;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days that a guild calls holidays.
 *
 * @param own days that the guild named itself, in order
 * @param lists ready lists of public holidays
 */
public record HolidayCalendar(List<OwnHoliday> own, List<PublicHolidays> lists) {
  /** A calendar without holidays. */
  public static final HolidayCalendar NONE = new HolidayCalendar(List.of(), List.of());

  public HolidayCalendar {
    own =
        own.stream()
            .sorted(Comparator.comparing(OwnHoliday::date).thenComparing(OwnHoliday::name))
            .toList();
    lists = lists.stream().distinct().sorted().toList();
  }

  /** One day of the guild's own. */
  public record OwnHoliday(LocalDate date, String name) {}

  /**
   * The public holidays of a country.
   *
   * @param region a part of the country with holidays of its own, in lower case, for example {@code
   *     by} for Bavaria; null: the holidays of the whole country
   */
  public record PublicHolidays(Country country, @Nullable String region)
      implements Comparable<PublicHolidays> {
    private static final Comparator<PublicHolidays> ORDER =
        Comparator.comparing(PublicHolidays::country)
            .thenComparing(
                PublicHolidays::region, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(PublicHolidays other) {
      return ORDER.compare(this, other);
    }
  }

  /** Countries with a ready list, by ISO 3166 code. */
  public enum Country {
    BE,
    DE,
    GB,
    NL,
    US
  }
}
