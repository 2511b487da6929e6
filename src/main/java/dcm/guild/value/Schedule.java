package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** When a task has to be done: once, or again and again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Schedule.Once.class, name = "once"),
  @JsonSubTypes.Type(value = Schedule.Recurring.class, name = "recurring"),
})
public sealed interface Schedule {
  record Once(Due due) implements Schedule {}

  record Recurring(Recurrence recurrence, Anchor anchor) implements Schedule {}

  /** From where the next occurrence is counted. */
  enum Anchor {
    /** Fixed cadence; after lateness the next strictly after now. */
    FROM_DUE,
    /** Floats: the rule starts anew on the local day of the completion. */
    FROM_COMPLETION
  }
}
