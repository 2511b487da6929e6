package dcm.guild.rules;

import dcm.guild.query.BinEntry;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskVisibility;
import dcm.guild.state.TaskBin;
import dcm.guild.value.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of the bin, which has {@link TaskBin#MAX_TASKS} at most. */
final class BinPages {
  private BinPages() {}

  /**
   * A page. It may be shorter than requested, because its size is limited.
   *
   * @param visibility null: the caller may see no task
   */
  static QueryResult.DeletedTasks page(
      TaskBin bin, @Nullable TaskVisibility visibility, GuildQuery.DeletedTasks query) {
    int from = Math.max(0, query.offset());
    int limit = Math.clamp(query.limit(), 1, QueryHandler.MAX_PAGE_SIZE);
    List<BinEntry> page = new ArrayList<>();
    long characters = 0;
    int total = 0;
    for (var expiry : bin.expiries().descendingSet()) {
      TaskBin.DeletedTask deleted = bin.find(expiry.key());
      if (deleted == null || visibility == null || !visibility.includes(deleted.state().task())) {
        continue;
      }
      Task task = deleted.state().task();
      boolean wanted = total >= from && page.size() < limit && page.size() == total - from;
      if (wanted) {
        characters += TaskSearch.characters(task);
      }
      if (wanted && (page.isEmpty() || characters <= TaskSearch.MAX_PAGE_CHARACTERS)) {
        page.add(new BinEntry(task, deleted.deletedAt(), deleted.deletedBy(), expiry.at()));
      }
      total++;
    }
    return new QueryResult.DeletedTasks(List.copyOf(page), total);
  }
}
