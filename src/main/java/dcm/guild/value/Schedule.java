package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** When a task is due: once or repeatedly. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Once.class, name = "once"),
  @JsonSubTypes.Type(value = Schedule.Recurring.class, name = "recurring"),
})
public sealed interface Schedule {
  record Once(Due due) implements Schedule {}

  record Recurring(Recurrence recurrence, Anchor anchor) implements Schedule {}

  /** The point from which the next occurrence is counted. */
  enum Anchor {
    /** Fixed cadence; after a late completion the next due is strictly in the future. */
    FROM_DUE,
    /** Floating: the rule restarts on the local day of the completion. */
    FROM_COMPLETION
  }
}
