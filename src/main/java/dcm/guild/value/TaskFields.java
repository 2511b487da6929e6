package dcm.guild.value;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The editable fields of a task.
 *
 * @param policy null: {@link TaskPolicy#DEFAULT}
 */
@RecordBuilder
public record TaskFields(
    String title,
    String description,
    @Nullable GroupingId category,
    List<GroupingId> labels,
    Task.Effort effort,
    Task.Priority priority,
    Schedule schedule,
    Assignment assignment,
    @Nullable TaskPolicy policy)
    implements TaskFieldsBuilder.With {
  public TaskFields {
    labels = List.copyOf(labels);
    policy = TaskPolicy.DEFAULT.equals(policy) ? null : policy;
  }

  /** Fields with the default policy. */
  public TaskFields(
      String title,
      String description,
      @Nullable GroupingId category,
      List<GroupingId> labels,
      Task.Effort effort,
      Task.Priority priority,
      Schedule schedule,
      Assignment assignment) {
    this(title, description, category, labels, effort, priority, schedule, assignment, null);
  }

  /** The policy that applies. */
  public TaskPolicy effectivePolicy() {
    return policy == null ? TaskPolicy.DEFAULT : policy;
  }

  /** The size of its texts and of its lists, in characters. */
  public long characters() {
    return TaskSize.of(title, description, schedule, assignment, policy);
  }
}
