package dcm.guild.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dcm.guild.value.Recurrence;
import dcm.guild.value.RecurrencePreset;
import dcm.guild.value.Schedule;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
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
   * @param rrule RFC 5545 rule; null: the preset's, with the guild's week start
   * @param start null: the day of the request in the schedule's zone
   * @param time null: all-day
   * @param zone null: the guild's
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
      Set<Component> omitted)
      implements RequestedSchedule {
    public Recurring {
      omitted = Set.copyOf(omitted);
    }
  }

  /** Components of a recurring schedule that a caller may leave out. */
  enum Component {
    START,
    TIME,
    ZONE,
    MONTH_END,
    ANCHOR
  }
}
