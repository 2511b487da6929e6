package dcm.quickadd;

import dcm.guild.value.Due;
import dcm.guild.value.GroupingId;
import dcm.guild.value.MemberId;
import dcm.guild.value.RoleId;
import dcm.guild.value.Task;
import dcm.quickadd.QuickAddResult.Code;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a phrase of a line means, before the phrases are put together. */
sealed interface Phrase {
  /**
   * A day.
   *
   * @param date null: the next such weekday
   * @param weekday null unless it is named without a date
   * @param part null: no part of the day is named
   */
  record Day(@Nullable LocalDate date, @Nullable DayOfWeek weekday, @Nullable PartOfDay part)
      implements Phrase {
    static Day of(LocalDate date) {
      return new Day(date, null, null);
    }

    static Day of(DayOfWeek weekday) {
      return new Day(null, weekday, null);
    }

    Day with(@Nullable PartOfDay other) {
      return new Day(date, weekday, other);
    }

    LocalDate onOrAfter(LocalDate from) {
      return date != null
          ? date
          : from.with(java.time.temporal.TemporalAdjusters.nextOrSame(weekday));
    }
  }

  /** An instant, which a clock change does not move. */
  record Exact(Due due) implements Phrase {}

  /** Times of day. */
  record Times(List<Clock> clocks) implements Phrase {}

  /**
   * A time of day.
   *
   * @param sure whether it can only mean this hour; otherwise also the one 12 hours later
   * @param effort minutes that it may mean instead; 0: none
   */
  record Clock(LocalTime time, boolean sure, int effort) {
    static Clock sure(LocalTime time) {
      return new Clock(time, true, 0);
    }
  }

  record Part(PartOfDay part) implements Phrase {}

  record AllDay() implements Phrase {}

  /** It has no due. */
  record Never() implements Phrase {}

  /**
   * A repetition.
   *
   * @param interval null: not stated, which means 1
   * @param days weekdays of a weekly one
   * @param ordinal which one of the month {@code days} is; 0: each; -1: the last
   * @param monthDay day of a monthly one; 0: not stated
   * @param date of a yearly one; null: not stated
   */
  record Repeat(
      Unit unit,
      @Nullable Integer interval,
      Set<DayOfWeek> days,
      int ordinal,
      int monthDay,
      @Nullable MonthDay date,
      @Nullable PartOfDay part)
      implements Phrase {
    static Repeat of(Unit unit, @Nullable Integer interval) {
      return new Repeat(unit, interval, Set.of(), 0, 0, null, null);
    }

    static Repeat weekly(@Nullable Integer interval, Set<DayOfWeek> days) {
      return new Repeat(Unit.WEEK, interval, Set.copyOf(days), 0, 0, null, null);
    }

    static Repeat nth(@Nullable Integer interval, int ordinal, DayOfWeek day) {
      return new Repeat(Unit.MONTH, interval, Set.of(day), ordinal, 0, null, null);
    }

    Repeat onDay(int day) {
      return new Repeat(unit, interval, days, ordinal, day, date, part);
    }

    Repeat onDate(MonthDay day) {
      return new Repeat(unit, interval, days, ordinal, monthDay, day, part);
    }

    Repeat in(@Nullable PartOfDay other) {
      return new Repeat(unit, interval, days, ordinal, monthDay, date, other);
    }

    int every() {
      return interval == null ? 1 : interval;
    }
  }

  /** The unit of a repetition. */
  enum Unit {
    DAY,
    WEEK,
    MONTH,
    YEAR
  }

  /** It does not repeat. */
  record NoRepeat() implements Phrase {}

  record Start(Day day) implements Phrase {}

  /** The last day, inclusive. */
  record End(Day day) implements Phrase {}

  record Count(int times) implements Phrase {}

  /** The next one is counted from the completion. */
  record Floating(@Nullable Repeat repeat) implements Phrase {}

  record Effort(int minutes, boolean hourLike) implements Phrase {}

  record Priority(Task.Priority priority) implements Phrase {}

  record Category(GroupingId id) implements Phrase {}

  record Label(GroupingId id) implements Phrase {}

  /** Members and roles; {@code either}: joined by "or". */
  record Assignees(List<MemberId> members, List<RoleId> roles, boolean either) implements Phrase {}

  record Sharing(Mode mode, boolean everyone) implements Phrase {}

  /** How several assignees share a task. */
  enum Mode {
    TURNS,
    TOGETHER,
    EACH,
    ANY
  }

  /** A literal text of the title. */
  record Literal(String content) implements Phrase {}

  /**
   * A phrase with a problem.
   *
   * @param alternatives texts that can replace it
   */
  record Trouble(Code code, List<String> alternatives) implements Phrase {
    static Trouble of(Code code, String... alternatives) {
      return new Trouble(code, List.of(alternatives));
    }
  }

  /** Whether a phrase needs company: an everyday word may be a short form. */
  enum Strength {
    STRONG,
    /** Also the last words of the line, or those before a phrase of the schedule. */
    TRAILING,
    /** Beside another phrase of the schedule only. */
    WEAK,
    /** As WEAK; at the end of the line it is asked about. */
    UNSURE,
    /** As TRAILING; elsewhere it is asked about, because it may be a mere number. */
    ASKED_INSIDE,
    /** As WEAK; elsewhere it is asked about. */
    ASKED
  }

  /** A phrase that ends before a token. */
  record Match(Phrase phrase, int end, Strength strength) {
    static Match strong(Phrase phrase, int end) {
      return new Match(phrase, end, Strength.STRONG);
    }
  }
}
