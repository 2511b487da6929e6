package dcm.guild.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as a caller states it. The guild fills in what is missing when it decides: from the
 * task's own schedule of the same kind where the caller left a component out, otherwise with its
 * own zone, its own week start and the day of the request.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RequestedSchedule.Complete.class, name = "complete"),
  @JsonSubTypes.Type(value = RequestedSchedule.OnceAtTime.class, name = "once-at-time"),
  @JsonSubTypes.Type(value = RequestedSchedule.OnceAllDay.class, name = "once-all-day"),
  @JsonSubTypes.Type(value = RequestedSchedule.Recurring.class, name = "recurring"),
})
public sealed interface RequestedSchedule {
  /** A schedule without anything left to the guild. */
  record Complete(Schedule schedule) implements RequestedSchedule {}

  /**
   * Once, at a time of day.
   *
   * @param zone null: the guild's
   * @param zoneOmitted whether a task that is due once keeps the zone of its due
   */
  record OnceAtTime(LocalDateTime local, @Nullable ZoneId zone, boolean zoneOmitted)
      implements RequestedSchedule {}

  /**
   * Once, on a whole day.
   *
   * @param zone null: the guild's
   * @param zoneOmitted whether a task that is due once keeps the zone of its due
   */
  record OnceAllDay(LocalDate date, @Nullable ZoneId zone, boolean zoneOmitted)
      implements RequestedSchedule {}

  /**
   * Repeatedly. Either {@code rrule} or {@code preset} is given.
   *
   * @param rrule RFC 5545 rule, also as other programs write it ({@code RRULE:}, lower case, {@code
   *     BYHOUR}, {@code FROM=COMPLETION}); null: the preset's, with the guild's week start
   * @param start null: the day of the request in the schedule's zone
   * @param time null: all-day, unless there are {@code times}
   * @param zone null: the guild's
   * @param times several local times of each day; null: {@code time} alone
   * @param season null: all months
   * @param holidays null: holidays are ignored
   * @param exceptions null: none
   * @param omitted components that a recurring task keeps
   */
  record Recurring(
      @Nullable String rrule,
      @Nullable RecurrencePreset preset,
      @Nullable LocalDate start,
      @Nullable LocalTime time,
      @Nullable ZoneId zone,
      Recurrence.MonthEnd monthEnd,
      Schedule.Anchor anchor,
      @Nullable List<LocalTime> times,
      @Nullable Set<Month> season,
      Schedule.@Nullable HolidayTreatment holidays,
      @Nullable Set<LocalDate> exceptions,
      Set<Component> omitted)
      implements RequestedSchedule {
    public Recurring {
      omitted = Set.copyOf(omitted);
    }

    /** A schedule that says nothing of calendar rules, which a recurring task keeps. */
    public Recurring(
        @Nullable String rrule,
        @Nullable RecurrencePreset preset,
        @Nullable LocalDate start,
        @Nullable LocalTime time,
        @Nullable ZoneId zone,
        Recurrence.MonthEnd monthEnd,
        Schedule.Anchor anchor,
        Set<Component> omitted) {
      this(
          rrule,
          preset,
          start,
          time,
          zone,
          monthEnd,
          anchor,
          null,
          null,
          null,
          null,
          union(omitted, Component.CALENDAR_RULES));
    }

    private static Set<Component> union(Set<Component> some, Set<Component> others) {
      var all = EnumSet.copyOf(others);
      all.addAll(some);
      return all;
    }
  }

  /** Components of a recurring schedule that a caller may leave out. */
  enum Component {
    START,
    TIME,
    ZONE,
    MONTH_END,
    ANCHOR,
    /** Kept only while the first of several times of a day is, too. */
    TIMES,
    SEASON,
    HOLIDAYS,
    EXCEPTIONS;

    /** What only some callers know of. */
    public static final Set<Component> CALENDAR_RULES =
        Collections.unmodifiableSet(EnumSet.of(TIMES, SEASON, HOLIDAYS, EXCEPTIONS));
  }
}
