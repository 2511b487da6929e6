package dcm.guild.recurrence;

import dcm.guild.reply.Refusal;
import dcm.guild.value.Recurrence;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parsed text of an RRULE: upper case, each part at most once and well-formed. */
public record RRule(Map<Part, String> parts) {
  private static final int MAX_LENGTH = 500;

  public RRule {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** Parses a text; null after an error was passed to {@code onError}. */
  static @Nullable RRule parse(String text, Consumer<Refusal.FieldError> onError) {
    if (text.length() > MAX_LENGTH) {
      onError.accept(
          RRuleValidation.error("too-long", "a rule has at most " + MAX_LENGTH + " characters"));
      return null;
    }
    var parts = new EnumMap<Part, String>(Part.class);
    for (String part : text.toUpperCase(Locale.ROOT).split(";", -1)) {
      int equals = part.indexOf('=');
      Part name = equals < 0 ? null : partNamed(part.substring(0, equals));
      if (name == null) {
        onError.accept(
            RRuleValidation.error("unknown-part", "a rule may contain " + knownParts() + " only"));
        return null;
      }
      String value = part.substring(equals + 1);
      if (!name.matches(value)) {
        onError.accept(
            RRuleValidation.error("unreadable-part", name + " is not well-formed (RFC 5545)"));
        return null;
      }
      if (parts.put(name, value) != null) {
        onError.accept(RRuleValidation.error("duplicate-part", name + " occurs twice"));
        return null;
      }
    }
    return new RRule(parts);
  }

  public @Nullable String get(Part part) {
    return parts.get(part);
  }

  public boolean has(Part part) {
    return parts.containsKey(part);
  }

  public String freq() {
    return parts.getOrDefault(Part.FREQ, "");
  }

  public int interval() {
    return Integer.parseInt(parts.getOrDefault(Part.INTERVAL, "1"));
  }

  /** Whether it names calendar days, rather than an interval only. */
  public boolean namesDays() {
    return has(Part.BYDAY) || has(Part.BYMONTHDAY) || has(Part.BYMONTH);
  }

  /** The numbers of a part that lists numbers; empty when it is absent. */
  public List<Integer> numbers(Part part) {
    String value = get(part);
    return value == null ? List.of() : Stream.of(value.split(",")).map(Integer::valueOf).toList();
  }

  /** The weekdays of BYDAY; empty when it is absent. */
  public List<WeekdayNumber> weekdays() {
    String value = get(Part.BYDAY);
    return value == null ? List.of() : Stream.of(value.split(",")).map(WeekdayNumber::of).toList();
  }

  /**
   * A weekday of BYDAY.
   *
   * @param ordinal which one of the month or year, negative from its end; 0: each
   */
  public record WeekdayNumber(int ordinal, DayOfWeek day) {
    private static WeekdayNumber of(String text) {
      int end = text.length() - 2;
      String code = text.substring(end);
      DayOfWeek day =
          Stream.of(DayOfWeek.values())
              .filter(each -> each.name().startsWith(code))
              .findAny()
              .orElseThrow();
      return new WeekdayNumber(end == 0 ? 0 : Integer.parseInt(text, 0, end, 10), day);
    }
  }

  RRule without(Part... unwanted) {
    var remaining = new EnumMap<>(parts);
    List.of(unwanted).forEach(remaining::remove);
    return new RRule(remaining);
  }

  /** The rule that counts days, of one that counts dues, of which each day has several. */
  RRule withCountOfDays(int duesOfDay) {
    String count = get(Part.COUNT);
    if (count == null || duesOfDay < 2) {
      return this;
    }
    var changed = new EnumMap<>(parts);
    changed.put(Part.COUNT, Integer.toString(Math.ceilDiv(Integer.parseInt(count), duesOfDay)));
    return new RRule(changed);
  }

  /** The rule that ends with a local day, rather than as it did. */
  RRule until(LocalDate last) {
    var changed = new EnumMap<>(without(Part.COUNT).parts);
    changed.put(Part.UNTIL, last.format(DateTimeFormatter.BASIC_ISO_DATE));
    return new RRule(changed);
  }

  /** The text in RFC 5545's syntax. */
  String text() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(";"));
  }

  private static @Nullable Part partNamed(String name) {
    return Stream.of(Part.values()).filter(p -> p.name().equals(name)).findAny().orElse(null);
  }

  private static String knownParts() {
    return Stream.of(Part.values()).map(Part::name).collect(Collectors.joining(", "));
  }

  /** RFC 5545's UNTIL: the last day or instant that still counts. */
  public static final class Until {
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;
    private static final DateTimeFormatter DATE_TIME =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);

    private Until() {}

    /**
     * The last local day that counts for a due at a time of day, or all day when {@code time} is
     * null.
     *
     * @throws java.time.DateTimeException when there is no such day or instant
     */
    public static LocalDate lastDay(String until, @Nullable LocalTime time, ZoneId zone) {
      if (until.indexOf('T') < 0) {
        return LocalDate.parse(until, DAY);
      }
      boolean utc = until.endsWith("Z");
      LocalDateTime parsed =
          LocalDateTime.parse(utc ? until.substring(0, until.length() - 1) : until, DATE_TIME);
      ZonedDateTime dateTime = utc ? parsed.atZone(ZoneOffset.UTC) : parsed.atZone(zone);
      LocalDate day = dateTime.withZoneSameInstant(zone).toLocalDate();
      boolean tooLate = time != null && ZonedDateTime.of(day, time, zone).isAfter(dateTime);
      return tooLate ? day.minusDays(1) : day;
    }
  }

  /** The supported parts of an RRULE (RFC 5545, 3.3.10) with their syntax. */
  public enum Part {
    FREQ("DAILY|WEEKLY|MONTHLY|YEARLY"),
    INTERVAL("[1-9]\\d{0,3}"),
    COUNT("[1-9]\\d{0,3}"),
    UNTIL("\\d{8}(T\\d{6}Z?)?"),
    WKST(Part.WEEKDAY),
    BYMONTH(Part.list("0?[1-9]|1[0-2]")),
    BYMONTHDAY(Part.list("[+-]?(0?[1-9]|[12]\\d|3[01])")),
    BYDAY(Part.list("([+-]?(0?[1-9]|[1-4]\\d|5[0-3]))?(" + Part.WEEKDAY + ")")),
    BYSETPOS(Part.list("[+-]?(?!0+\\b)\\d{1,3}"));

    private static final String WEEKDAY = "MO|TU|WE|TH|FR|SA|SU";

    private final Pattern pattern;

    Part(String pattern) {
      this.pattern = Pattern.compile(pattern);
    }

    boolean matches(String value) {
      return pattern.matcher(value).matches();
    }

    private static String list(String item) {
      return "(" + item + ")(,(" + item + "))*";
    }
  }

  /** Parses rules that were validated when they were written. */
  public static final class Parser {
    private Parser() {}

    /**
     * @throws IllegalArgumentException when the rule is not valid
     */
    public static RRule parse(Recurrence recurrence) {
      RRule rule =
          RRule.parse(
              recurrence.rrule(),
              error -> {
                throw new IllegalArgumentException(error.detail());
              });
      if (rule == null) {
        throw new IllegalArgumentException("unreadable rule");
      }
      return rule;
    }
  }
}
