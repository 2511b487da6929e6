package dcm.guild.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a new task shall be, as the caller gave it; not yet judged. */
public record TaskDraft(
    String title,
    String description,
    @Nullable GroupingId category,
    List<GroupingId> labels,
    Task.Effort effort,
    Task.Priority priority,
    Schedule schedule,
    Assignment assignment) {
  public TaskDraft {
    labels = List.copyOf(labels);
  }
}
