package dcm.guild.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall change of a task; null leaves a field as it is.
 *
 * @param clearCategory true: no category; {@code category} must then be null
 */
public record TaskPatch(
    @Nullable String title,
    @Nullable String description,
    @Nullable GroupingId category,
    boolean clearCategory,
    @Nullable List<GroupingId> labels,
    Task.@Nullable Effort effort,
    Task.@Nullable Priority priority,
    @Nullable Schedule schedule,
    @Nullable Assignment assignment) {
  public TaskPatch {
    labels = labels == null ? null : List.copyOf(labels);
  }
}
