package dcm.transfer.format;

import dcm.guild.command.TaskPatch;
import dcm.guild.value.Occurrence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as a file describes it. Its members are those of {@link ParsedFile#people}.
 *
 * @param sourceId its id in the file; null: it has none
 * @param number that it had; null: none
 * @param fields without category, labels and dependencies
 * @param waitsFor ids in the file of the tasks that have to be done before
 * @param occurrences open ones, and the one closed last; empty: the first one by the schedule
 */
public record ImportedTask(
    @Nullable String sourceId,
    @Nullable Integer number,
    TaskPatch fields,
    @Nullable NamedColour category,
    List<NamedColour> labels,
    List<String> waitsFor,
    List<Occurrence> occurrences) {
  public ImportedTask {
    labels = List.copyOf(labels);
    waitsFor = List.copyOf(waitsFor);
    occurrences = List.copyOf(occurrences);
  }

  /**
   * A category or label.
   *
   * @param colour {@code #rrggbb}; null: not stated
   */
  public record NamedColour(String name, @Nullable String colour) {}

  ImportedTask waitingFor(List<String> others) {
    return new ImportedTask(sourceId, number, fields, category, labels, others, occurrences);
  }
}
