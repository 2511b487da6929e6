package dcm.transfer.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Relations between the tasks of a file. */
final class Relations {
  /** A task waits for at most so many others. */
  private static final int MAX_PARTS = 20;

  private Relations() {}

  /**
   * Rows of which each task waits for its parts, which may stand after it.
   *
   * @param parents ids of the tasks by those of their parts
   */
  static List<ParsedRow> withParts(List<ParsedRow> rows, Map<String, String> parents) {
    var parts = new HashMap<String, List<String>>();
    for (ParsedRow row : rows) {
      String id = row.task() == null ? null : row.task().sourceId();
      String parent = id == null ? null : parents.get(id);
      if (parent != null && !parent.equals(id)) {
        parts.computeIfAbsent(parent, _ -> new ArrayList<>()).add(id);
      }
    }
    return rows.stream().map(row -> withParts(row, parts)).toList();
  }

  private static ParsedRow withParts(ParsedRow row, Map<String, List<String>> parts) {
    ImportedTask task = row.task();
    List<String> own = task == null || task.sourceId() == null ? null : parts.get(task.sourceId());
    return task == null || own == null
        ? row
        : ParsedRow.of(
            row.line(), row.title(), task.waitingFor(own.stream().limit(MAX_PARTS).toList()));
  }
}
