package dcm.discord;

import dcm.guild.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with the names of what it is filed under, as a card shows it.
 *
 * @param category null: none
 */
record Sheet(Task task, @Nullable String category, List<String> labels) {
  Sheet {
    labels = List.copyOf(labels);
  }
}
