package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.DayOfWeek;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules that people choose from a list. Each is written as an RRULE and recognised from one;
 * nothing is judged here: an interval of 0 becomes a rule that is refused.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RecurrencePreset.Daily.class, name = "daily"),
  @JsonSubTypes.Type(value = RecurrencePreset.Weekly.class, name = "weekly"),
  @JsonSubTypes.Type(value = RecurrencePreset.Monthly.class, name = "monthly"),
})
public sealed interface RecurrencePreset {
  /**
   * @param interval every so many days
   */
  record Daily(int interval) implements RecurrencePreset {
    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=DAILY" + RecurrencePresetFormat.intervalPart(interval);
    }
  }

  /**
   * @param interval every so many weeks
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
   * @param interval every so many months
   * @param day 1 to 31; the rule's month end says what the last three mean in a shorter month
   */
  record Monthly(int interval, int day) implements RecurrencePreset {
    @Override
    public String rrule(DayOfWeek weekStart) {
      return "FREQ=MONTHLY" + RecurrencePresetFormat.intervalPart(interval) + ";BYMONTHDAY=" + day;
    }
  }

  /**
   * The rule as RFC 5545 writes it.
   *
   * @param weekStart the guild's: it decides which days are of one week where weeks are left out
   */
  String rrule(DayOfWeek weekStart);

  /**
   * The preset that a rule says, without regard to case; null when it says more than a preset can.
   * On which day its weeks start is no part of a preset.
   */
  static @Nullable RecurrencePreset of(String rrule) {
    return RecurrencePresetFormat.parse(rrule);
  }
}
