package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.LocalDate;
import java.time.Month;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** When a task is due: once or repeatedly. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Once.class, name = "once"),
  @JsonSubTypes.Type(value = Schedule.Recurring.class, name = "recurring"),
})
public sealed interface Schedule {
  record Once(Due due) implements Schedule {}

  /**
   * Repeatedly, by a rule. The rule says on which days; season, holidays and exceptions take some
   * of these days away or move them, and never add one.
   *
   * @param season the months in which it is due; null: all
   * @param holidays treatment of the guild's holidays; null: {@link HolidayTreatment#IGNORE}
   * @param exceptions local days without a due; null: none
   */
  @RecordBuilder
  record Recurring(
      Recurrence recurrence,
      Anchor anchor,
      @Nullable Set<Month> season,
      @Nullable HolidayTreatment holidays,
      @Nullable Set<LocalDate> exceptions)
      implements Schedule, ScheduleRecurringBuilder.With {
    /** Exceptions that a schedule may have. */
    public static final int MAX_EXCEPTIONS = 366;

    public Recurring {
      season =
          season == null || season.isEmpty() || season.size() == Month.values().length
              ? null
              : SortedSets.copy(season);
      holidays = holidays == HolidayTreatment.IGNORE ? null : holidays;
      exceptions = exceptions == null || exceptions.isEmpty() ? null : SortedSets.copy(exceptions);
    }

    /** All year, whatever the holidays, without exceptions. */
    public Recurring(Recurrence recurrence, Anchor anchor) {
      this(recurrence, anchor, null, null, null);
    }

    /** The treatment of holidays. */
    public HolidayTreatment onHoliday() {
      return holidays == null ? HolidayTreatment.IGNORE : holidays;
    }

    /** The days without a due, in order. */
    public Set<LocalDate> exceptedDays() {
      return exceptions == null ? Set.of() : exceptions;
    }

    /** This schedule without a due on one more day; days before {@code today} are dropped. */
    public Recurring without(LocalDate day, LocalDate today) {
      var days = new TreeSet<>(exceptedDays());
      days.headSet(today).clear();
      days.add(day);
      return withExceptions(days);
    }
  }

  /** The point from which the next occurrence is counted. */
  enum Anchor {
    /** Fixed cadence; after a late completion the next due is strictly in the future. */
    FROM_DUE,
    /** Floating: the rule restarts on the local day of the completion. */
    FROM_COMPLETION
  }

  /** Treatment of a due that falls on a holiday of the guild. */
  enum HolidayTreatment {
    /** Due nevertheless. */
    IGNORE,
    /** Not due. */
    SKIP,
    /** Due on the last day before it that is no holiday; together with a due of that day. */
    EARLIER,
    /** Due on the first day after it that is no holiday; together with a due of that day. */
    LATER
  }
}
