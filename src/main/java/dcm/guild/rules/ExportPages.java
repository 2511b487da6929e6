package dcm.guild.rules;

import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.state.TaskCatalog;
import dcm.guild.state.TaskSelection;
import dcm.guild.state.TaskState;
import dcm.guild.value.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of all tasks, in order of their numbers. */
final class ExportPages {
  /** Of titles and descriptions: a page is one message between nodes. */
  private static final int MAX_CHARACTERS = 200_000;

  private ExportPages() {}

  static QueryResult.ExportedTasks page(
      TaskCatalog catalog, @Nullable TaskVisibility visibility, GuildQuery.ExportTasks query) {
    List<Task> page = new ArrayList<>();
    Iterator<Task> remaining =
        catalog
            .inNumberOrder(TaskSelection.ALL)
            .map(TaskState::task)
            .filter(task -> task.number() > query.after())
            .filter(task -> visibility != null && visibility.includes(task))
            .iterator();
    int limit = Math.clamp(query.limit(), 1, QueryHandler.MAX_PAGE_SIZE);
    long characters = 0;
    while (remaining.hasNext() && page.size() < limit && characters < MAX_CHARACTERS) {
      Task task = remaining.next();
      characters += task.title().length() + task.description().length();
      page.add(task);
    }
    return new QueryResult.ExportedTasks(page, catalog.lastNumber(), remaining.hasNext());
  }
}
