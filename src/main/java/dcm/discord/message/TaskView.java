package dcm.discord.message;

import dcm.guild.value.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with the names of what it is filed under, as a card shows it.
 *
 * @param category null: none
 */
public record TaskView(Task task, @Nullable String category, List<String> labels) {
  public TaskView {
    labels = List.copyOf(labels);
  }
}
