package dcm.transfer;

import dcm.guild.value.TaskId;
import dcm.transfer.format.ImportedTask;
import dcm.transfer.format.ParsedRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of an import.
 *
 * @param position in the order of application, from 0
 * @param line in the file, from 1
 * @param problem why it yields no task; null: it does
 * @param sourceKey equal for rows that mean the same task
 * @param task null: it yields none
 * @param taskId of the task that it creates, or that is there already
 * @param dependsOn tasks that have to be done before
 * @param revision of the task right after its creation; null: it was not created
 */
public record ImportRow(
    int position,
    int line,
    String title,
    ImportJob.Fate fate,
    ParsedRow.@Nullable RowProblem problem,
    String sourceKey,
    @Nullable ImportedTask task,
    TaskId taskId,
    List<TaskId> dependsOn,
    @Nullable Long revision) {
  public ImportRow {
    dependsOn = List.copyOf(dependsOn);
  }

  /** The same with the decision of the guild. */
  public ImportRow with(ImportJob.Fate newFate, ParsedRow.@Nullable RowProblem newProblem) {
    return new ImportRow(
        position, line, title, newFate, newProblem, sourceKey, task, taskId, dependsOn, revision);
  }

  /** The same, created. */
  public ImportRow created(long createdRevision) {
    return new ImportRow(
        position,
        line,
        title,
        ImportJob.Fate.CREATED,
        null,
        sourceKey,
        task,
        taskId,
        dependsOn,
        createdRevision);
  }
}
