package dcm.guild.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.time.LocalDate;

/** The first or last moment of an absence. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = AbsenceBound.Day.class, name = "day"),
  @JsonSubTypes.Type(value = AbsenceBound.Moment.class, name = "moment"),
})
public sealed interface AbsenceBound {
  /** A whole day in the member's zone, as the first or the last day away. */
  record Day(LocalDate date) implements AbsenceBound {}

  record Moment(Instant at) implements AbsenceBound {}
}
