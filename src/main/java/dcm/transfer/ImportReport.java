package dcm.transfer;

import java.util.List;
import java.util.Map;

/**
 * An import as it stands.
 *
 * @param counts of rows by what becomes of them
 * @param problems the first rows with an error, or that an undo leaves
 * @param rows one page of all rows
 */
public record ImportReport(
    ImportJob job,
    Map<ImportJob.Fate, Integer> counts,
    List<ImportRow> problems,
    List<ImportRow> rows) {
  public int count(ImportJob.Fate fate) {
    return counts.getOrDefault(fate, 0);
  }

  public int total() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
