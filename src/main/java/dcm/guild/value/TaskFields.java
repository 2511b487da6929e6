package dcm.guild.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The editable fields of a task. */
public record TaskFields(
    String title,
    String description,
    @Nullable GroupingId category,
    List<GroupingId> labels,
    Task.Effort effort,
    Task.Priority priority,
    Schedule schedule,
    Assignment assignment) {
  public TaskFields {
    labels = List.copyOf(labels);
  }
}
