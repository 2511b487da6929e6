package dcm.guild.command;

import dcm.guild.value.GroupingId;
import dcm.guild.value.ImportId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands of an import; all need TASK_IMPORT_EXPORT, and no other permission. One command per
 * task: an import of thousands leaves room for other commands between them.
 */
public sealed interface ImportCommand extends GuildCommand {
  ImportId id();

  /**
   * Records that an import begins.
   *
   * @param format for example {@code csv}
   * @param tasks that it is going to create
   */
  record Start(ImportId id, String format, int tasks) implements ImportCommand {}

  /**
   * Creates a task in the state that it had elsewhere, without points and without reminders that
   * were due before. Does nothing when the task is there already.
   *
   * @param task made of the import and the row, so that a repetition doubles nothing
   * @param number that it wants; null: the next one
   * @param numbersAbove only numbers above this one are given as wanted: those up to it may have
   *     belonged to deleted tasks
   * @param fields without category and labels
   * @param category null: none
   * @param occurrences open ones, and the one closed last; empty: the first one is opened by the
   *     schedule
   */
  record AddTask(
      ImportId id,
      TaskId task,
      @Nullable Integer number,
      int numbersAbove,
      TaskPatch fields,
      @Nullable NamedGrouping category,
      List<NamedGrouping> labels,
      List<Occurrence> occurrences)
      implements ImportCommand {
    public AddTask {
      labels = List.copyOf(labels);
      occurrences = List.copyOf(occurrences);
    }
  }

  /** Records the end of an import. */
  record Finish(ImportId id, int created, int skipped, int failed) implements ImportCommand {}

  /**
   * Removes a task that the import created, for good; refused as outdated when it changed since.
   *
   * @param revision of the task right after its creation
   */
  record RemoveTask(ImportId id, TaskId task, long revision) implements ImportCommand {}

  /**
   * Records the end of an undo, and deletes categories and labels that no task has.
   *
   * @param groupings those that the import created
   */
  record FinishUndo(ImportId id, int removed, int kept, List<GroupingId> groupings)
      implements ImportCommand {
    public FinishUndo {
      groupings = List.copyOf(groupings);
    }
  }

  /**
   * A category or label by name: the guild's own of that name, otherwise a new one.
   *
   * @param id of the new one
   * @param colour {@code #rrggbb}; null: grey
   */
  record NamedGrouping(GroupingId id, String name, @Nullable String colour) {}
}
