package dcm.discord.message;

import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task with the names of its category and labels, as a card shows it.
 *
 * @param category null without a category
 */
public record TaskView(Task task, @Nullable String category, List<String> labels) {
  public TaskView {
    labels = List.copyOf(labels);
  }

  public static TaskView of(Outcome.TaskSubject subject) {
    return new TaskView(subject.task(), subject.categoryName(), subject.labelNames());
  }

  public static TaskView of(QueryResult.OneTask result) {
    return new TaskView(result.task(), result.categoryName(), result.labelNames());
  }
}
