package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DayOfWeek;
import java.time.Month;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A recurrence rule of the kinds that forms offer. Each is written as an RRULE and recognised from
 * one. Nothing is validated here: an interval of 0 becomes a rule that the guild refuses. Several
 * times a day are not part of a preset: any of them goes with the times of a {@link Recurrence}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RecurrencePreset.Daily.class, name = "daily"),
  @JsonSubTypes.Type(value = RecurrencePreset.Weekly.class, name = "weekly"),
  @JsonSubTypes.Type(value = RecurrencePreset.Monthly.class, name = "monthly"),
  @JsonSubTypes.Type(value = RecurrencePreset.MonthlyByWeekday.class, name = "monthly-by-weekday"),
  @JsonSubTypes.Type(value = RecurrencePreset.Yearly.class, name = "yearly"),
})
public sealed interface RecurrencePreset {
  /** Every {@code interval} days. */
  record Daily(int interval) implements RecurrencePreset {
    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=DAILY" + RecurrencePresetFormat.intervalPart(interval);
    }
  }

  /**
   * Every {@code interval} weeks.
   *
   * @param days empty: the weekday of the rule's start
   */
  record Weekly(int interval, Set<DayOfWeek> days) implements RecurrencePreset {
    public Weekly {
      days = Collections.unmodifiableSet(new TreeSet<>(days));
    }

    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=WEEKLY"
          + RecurrencePresetFormat.intervalPart(interval)
          + RecurrencePresetFormat.byDayPart(days)
          + RecurrencePresetFormat.weekStartPart(interval, days, weekStart);
    }
  }

  /**
   * Every {@code interval} months.
   *
   * @param day 1 to 31; in shorter months the rule's month end applies
   */
  record Monthly(int interval, int day) implements RecurrencePreset {
    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=MONTHLY" + RecurrencePresetFormat.intervalPart(interval) + ";BYMONTHDAY=" + day;
    }
  }

  /**
   * On one weekday of every {@code interval} months.
   *
   * @param ordinal 1 to 5: the nth of the month, which not every month has five of; {@link #LAST}
   */
  record MonthlyByWeekday(int interval, int ordinal, DayOfWeek weekday)
      implements RecurrencePreset {
    public static final int LAST = -1;

    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=MONTHLY"
          + RecurrencePresetFormat.intervalPart(interval)
          + ";BYDAY="
          + ordinal
          + RecurrencePresetFormat.code(weekday);
    }
  }

  /**
   * On one date of every {@code interval} years.
   *
   * @param day 1 to 31; in a shorter month the rule's month end applies
   */
  record Yearly(int interval, Month month, int day) implements RecurrencePreset {
    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=YEARLY"
          + RecurrencePresetFormat.intervalPart(interval)
          + ";BYMONTH="
          + month.getValue()
          + ";BYMONTHDAY="
          + day;
    }
  }

  /**
   * The rule in RFC 5545's syntax.
   *
   * @param weekStart the guild's; it decides which days belong to one week when weeks are skipped
   */
  String rrule(DayOfWeek weekStart);

  /**
   * The preset that is equivalent to a rule, ignoring case, the order of its parts and the prefix
   * {@code RRULE:}; null when the rule states more than a preset can. The week start is not part of
   * a preset.
   */
  static @Nullable RecurrencePreset of(String rrule) {
    return RecurrencePresetFormat.parse(rrule);
  }
}
