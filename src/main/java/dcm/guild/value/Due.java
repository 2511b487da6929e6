package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** When an occurrence is due, on the wall clock of its zone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Due.Never.class, name = "never"),
  @JsonSubTypes.Type(value = Due.AtTime.class, name = "time"),
  @JsonSubTypes.Type(value = Due.AllDay.class, name = "day"),
})
public sealed interface Due {
  /** The local day; null: no due. */
  @Nullable LocalDate day();

  /** The zone of its wall clock; null: no due. */
  @Nullable ZoneId zone();

  /** The first instant; {@link Instant#MAX}: no due. */
  Instant start();

  /** The instant from which an open occurrence is overdue; null: never. */
  @Nullable Instant deadline();

  /** Whether an open occurrence is overdue at an instant. */
  boolean isOverdue(Instant now);

  /**
   * The instant of a reminder a time before it; {@link Instant#MAX}: no due. Offsets of an all-day
   * due count from nine o'clock on the wall clock: a day before is nine o'clock on the day before,
   * also across clock changes. Offsets of a due at a time count elapsed time.
   */
  default Instant minus(Duration offset) {
    return switch (this) {
      case Never _ -> Instant.MAX;
      case AtTime time -> time.instant().minus(offset);
      case AllDay day ->
          day.date().atTime(AllDay.REMINDER_TIME).minus(offset).atZone(day.zone()).toInstant();
    };
  }

  /** The local day after it; null: no due. */
  default @Nullable LocalDate dayAfter() {
    LocalDate day = day();
    return day == null ? null : day.plusDays(1);
  }

  /** No due: never overdue, without reminders. */
  record Never() implements Due {
    @Override
    public @Nullable LocalDate day() {
      return null;
    }

    @Override
    public @Nullable ZoneId zone() {
      return null;
    }

    @Override
    public Instant start() {
      return Instant.MAX;
    }

    @Override
    public @Nullable Instant deadline() {
      return null;
    }

    @Override
    public boolean isOverdue(Instant now) {
      return false;
    }
  }

  /** A time of day. In a DST gap it is shifted forward, in an overlap the first offset counts. */
  record AtTime(LocalDateTime local, ZoneId zone) implements Due {
    /** The instant at which it falls due and after which it is overdue. */
    public Instant instant() {
      return ZonedDateTime.of(local, zone).toInstant();
    }

    @Override
    public LocalDate day() {
      return local.toLocalDate();
    }

    @Override
    public Instant start() {
      return instant();
    }

    @Override
    public Instant deadline() {
      return instant();
    }

    @Override
    public boolean isOverdue(Instant now) {
      return now.isAfter(instant());
    }
  }

  /** A whole day: overdue once the local day has ended. Its own kind, never midnight. */
  record AllDay(LocalDate date, ZoneId zone) implements Due {
    static final LocalTime REMINDER_TIME = LocalTime.of(9, 0);

    @Override
    public LocalDate day() {
      return date;
    }

    /** The first instant of the local day. */
    @Override
    public Instant start() {
      return date.atStartOfDay(zone).toInstant();
    }

    /** The first instant after the local day. */
    @Override
    public Instant deadline() {
      return date.plusDays(1).atStartOfDay(zone).toInstant();
    }

    @Override
    public boolean isOverdue(Instant now) {
      return !now.isBefore(deadline());
    }
  }
}
