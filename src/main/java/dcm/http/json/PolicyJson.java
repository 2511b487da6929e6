package dcm.http.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dcm.guild.command.PolicyPatch;
import dcm.guild.value.LateEffect;
import dcm.guild.value.TaskId;
import dcm.guild.value.TaskPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The public JSON of a task's policy: writes and reads it. */
public final class PolicyJson {
  private static final int MAX_ITEMS = 200;
  private static final int MAX_ITEM_LENGTH = 1_000;

  private PolicyJson() {}

  static void write(JsonGenerator json, TaskPolicy policy) throws IOException {
    json.writeStartObject();
    JsonFields.writeTexts(json, "checklist", policy.checklist());
    JsonFields.writeTexts(json, "requirements", policy.requirements());
    json.writeStringField("backlog", policy.backlog().name());
    json.writeObjectFieldStart("deadline");
    json.writeStringField("action", policy.deadline().action().name());
    json.writeStringField("after", policy.deadline().after().toString());
    json.writeEndObject();
    json.writeStringField("turnAdvance", policy.turnAdvance().name());
    JsonFields.writeTexts(json, "dependsOn", policy.dependsOn());
    if (policy.points() != null) {
      json.writeNumberField("points", policy.points());
    }
    if (policy.late() != null) {
      json.writeObjectFieldStart("late");
      json.writeStringField("effect", policy.late().kind().name());
      json.writeNumberField("penalty", policy.late().penalty());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** The policy in a body; a component that is absent or null stays as it is. */
  public static PolicyPatch read(JsonObjectReader fields) {
    List<String> checklist =
        fields.listOf("checklist", MAX_ITEMS, "a text", text -> checkedLength(text));
    List<TaskPolicy.Requirement> requirements =
        fields.listOf(
            "requirements",
            TaskPolicy.Requirement.values().length,
            "one of " + Arrays.toString(TaskPolicy.Requirement.values()),
            TaskPolicy.Requirement::valueOf);
    List<TaskId> dependsOn =
        fields.listOf("dependsOn", MAX_ITEMS, "a task's id (UUID)", TaskId::of);
    PolicyPatch patch =
        new PolicyPatch(
            checklist,
            requirements == null ? null : Set.copyOf(requirements),
            fields.oneOf("backlog", TaskPolicy.Backlog.class),
            deadline(fields.object("deadline")),
            fields.oneOf("turnAdvance", TaskPolicy.TurnAdvance.class),
            dependsOn == null ? null : new LinkedHashSet<>(dependsOn),
            fields.integer("points"),
            fields.isNull("points"),
            late(fields.object("late")));
    fields.finish();
    return patch;
  }

  private static String checkedLength(String text) {
    if (text.length() > MAX_ITEM_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_ITEM_LENGTH + " characters");
    }
    return text;
  }

  private static @Nullable LateEffect late(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var effect = fields.oneOf("effect", LateEffect.Kind.class);
    fields.require("effect", effect);
    Integer penalty = fields.integer("penalty");
    fields.finish();
    return effect == null ? null : new LateEffect(effect, penalty == null ? 0 : penalty);
  }

  private static TaskPolicy.@Nullable Deadline deadline(@Nullable JsonObjectReader fields) {
    if (fields == null) {
      return null;
    }
    var action = fields.oneOf("action", TaskPolicy.Deadline.Action.class);
    fields.require("action", action);
    Duration after = fields.duration("after");
    fields.finish();
    return action == null
        ? null
        : new TaskPolicy.Deadline(action, after == null ? Duration.ZERO : after);
  }
}
