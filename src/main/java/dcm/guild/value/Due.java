package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When an occurrence is due, on the wall clock of its zone. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Due.Never.class, name = "never"),
  @JsonSubTypes.Type(value = Due.AtTime.class, name = "time"),
  @JsonSubTypes.Type(value = Due.AllDay.class, name = "day"),
})
public sealed interface Due {
  /** No due at all: never late, never reminded of. */
  record Never() implements Due {}

  /** A time of day. In a DST gap it is shifted forward, in an overlap the first offset counts. */
  record AtTime(LocalDateTime local, ZoneId zone) implements Due {
    /** When it falls due, and is overdue from. */
    public Instant instant() {
      return ZonedDateTime.of(local, zone).toInstant();
    }
  }

  /** A whole day: overdue once the local day has ended. Its own kind, never midnight. */
  record AllDay(LocalDate date, ZoneId zone) implements Due {
    /** The first instant of the local day. */
    public Instant starts() {
      return date.atStartOfDay(zone).toInstant();
    }

    /** The first instant after the local day: overdue from. */
    public Instant ends() {
      return date.plusDays(1).atStartOfDay(zone).toInstant();
    }
  }
}
