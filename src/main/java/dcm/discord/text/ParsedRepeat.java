package dcm.discord.text;

import dcm.guild.value.RecurrencePreset;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A repetition as it was typed. */
public sealed interface ParsedRepeat {
  /** The unit of a repetition. */
  enum Unit {
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  /** It does not repeat. */
  record Never() implements ParsedRepeat {}

  /**
   * It repeats.
   *
   * @param interval null: not stated, which means 1
   * @param days the weekdays of a weekly one; the weekday of a monthly one with an ordinal; empty
   *     when none are stated
   * @param dayOfMonth 1 to 31, of a monthly or yearly one; null when none is stated
   * @param ordinal which of these weekdays of the month, 1 to 5 or {@link
   *     RecurrencePreset.MonthlyByWeekday#LAST}; null: none is stated
   * @param month of a yearly one; null when none is stated
   */
  record Every(
      Unit unit,
      @Nullable Integer interval,
      Set<DayOfWeek> days,
      @Nullable Integer dayOfMonth,
      @Nullable Integer ordinal,
      @Nullable Month month)
      implements ParsedRepeat {
    public Every {
      days = Set.copyOf(days);
    }

    /** Without days. */
    public static Every of(Unit unit, @Nullable Integer interval) {
      return new Every(unit, interval, Set.of(), null, null, null);
    }

    public static Every weekly(@Nullable Integer interval, Set<DayOfWeek> days) {
      return new Every(Unit.WEEK, interval, days, null, null, null);
    }

    public static Every monthly(@Nullable Integer interval, int dayOfMonth) {
      return new Every(Unit.MONTH, interval, Set.of(), dayOfMonth, null, null);
    }

    public static Every monthly(@Nullable Integer interval, int ordinal, DayOfWeek weekday) {
      return new Every(Unit.MONTH, interval, Set.of(weekday), null, ordinal, null);
    }

    public static Every yearly(@Nullable Integer interval, Month month, int dayOfMonth) {
      return new Every(Unit.YEAR, interval, Set.of(), dayOfMonth, null, month);
    }

    /** The same days with another interval. */
    public Every withInterval(@Nullable Integer other) {
      return new Every(unit, other, days, dayOfMonth, ordinal, month);
    }

    /** Whether it says on which days, so that no due has to. */
    public boolean namesDays() {
      return unit == Unit.DAY || !days.isEmpty() || dayOfMonth != null;
    }

    /**
     * The rule.
     *
     * @param start its day is meant where none is stated
     */
    public RecurrencePreset preset(LocalDate start) {
      int every = interval == null ? 1 : interval;
      int day = dayOfMonth == null ? start.getDayOfMonth() : dayOfMonth;
      return switch (unit) {
        case DAY -> new RecurrencePreset.Daily(every);
        case WEEK ->
            new RecurrencePreset.Weekly(
                every, days.isEmpty() ? Set.of(start.getDayOfWeek()) : days);
        case MONTH ->
            ordinal == null
                ? new RecurrencePreset.Monthly(every, day)
                : new RecurrencePreset.MonthlyByWeekday(every, ordinal, days.iterator().next());
        case YEAR ->
            new RecurrencePreset.Yearly(every, month == null ? start.getMonth() : month, day);
      };
    }

    /** The repetition of a rule; it states all that the rule states. */
    public static Every of(RecurrencePreset preset) {
      return switch (preset) {
        case RecurrencePreset.Daily(int interval) -> of(Unit.DAY, interval);
        case RecurrencePreset.Weekly(int interval, var days) -> weekly(interval, days);
        case RecurrencePreset.Monthly(int interval, int day) -> monthly(interval, day);
        case RecurrencePreset.MonthlyByWeekday(int interval, int ordinal, var weekday) ->
            monthly(interval, ordinal, weekday);
        case RecurrencePreset.Yearly(int interval, var month, int day) ->
            yearly(interval, month, day);
      };
    }
  }
}
