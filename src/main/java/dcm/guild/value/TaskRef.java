package dcm.guild.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A reference to a task: by id, as programs use it, or by number, as users do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TaskRef.ById.class, name = "id"),
  @JsonSubTypes.Type(value = TaskRef.ByNumber.class, name = "number"),
})
public sealed interface TaskRef {
  record ById(TaskId id) implements TaskRef {}

  record ByNumber(int number) implements TaskRef {}
}
