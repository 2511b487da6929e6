package dcm.view.projection;

import dcm.guild.event.TaskEvent;
import dcm.guild.value.TaskFields;
import dcm.view.projection.CreatedTasks.TaskRow;

/**
 * Projection of the tasks' titles and effort: the history keeps those of each occurrence. A deleted
 * task keeps its row until it can no longer be restored.
 */
final class TaskProjection {
  private static final String CREATED =
      """
      insert into ${guild}.task_title
        (task_id, number, title, category_id, minutes, difficulty, shared)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String EDITED =
      """
      update ${guild}.task_title
         set title = ?, category_id = ?, minutes = ?, difficulty = ?, shared = ?
       where task_id = ?
      """;

  private static final String EDITED_OPEN =
      """
      update ${guild}.occurrence_history
         set title = ?, category_id = ?, minutes = ?, difficulty = ?, shared = ?
       where task_id = ? and closed_revision is null
      """;

  // former versions deleted the row with the task
  private static final String RESTORED =
      """
      insert into ${guild}.task_title (task_id, number, title) values (?, ?, ?)
      on conflict (task_id) do nothing
      """;

  private static final String PURGED = "delete from ${guild}.task_title where task_id = ?";

  // who reported an occurrence that awaits approval is needed when the task is restored
  private static final String DELETED_OPEN =
      """
      update ${guild}.occurrence_history
         set state = 'CANCELLED', logged_by = case when done_at is null then ? else logged_by end,
             closed_at = ?, closed_revision = ?
       where task_id = ? and closed_revision is null
      """;

  // an open occurrence has the state that its other columns tell
  private static final String RESTORED_OPEN =
      """
      update ${guild}.occurrence_history
         set state = case when done_at is not null then 'AWAITING_APPROVAL'
                          when claimed_by is not null then 'CLAIMED' else 'OPEN' end,
             logged_by = case when done_at is not null then logged_by end,
             closed_at = null, closed_revision = null
       where task_id = ? and state = 'CANCELLED'
      """;

  private TaskProjection() {}

  static void project(ProjectionContext context, TaskEvent event) {
    context.createdTasks().project(event);
    switch (event) {
      case TaskEvent.Created created ->
          context.execute(
              CREATED,
              created.task(),
              created.number(),
              created.title(),
              created.category(),
              created.effort().minutes(),
              created.effort().difficulty(),
              TaskRow.isShared(created.assignment()));
      case TaskEvent.Edited edited -> {
        edited(context, EDITED, edited);
        edited(context, EDITED_OPEN, edited);
      }
      case TaskEvent.Split _, TaskEvent.SplitUndone _ -> {
        // the title does not change
      }
      case TaskEvent.Deleted deleted -> {
        context.execute(
            DELETED_OPEN,
            context.initiatingMember(),
            context.at(),
            context.revision(),
            deleted.task());
      }
      case TaskEvent.Restored restored -> {
        context.execute(RESTORED, restored.task(), restored.number(), restored.title());
        context.execute(RESTORED_OPEN, restored.task());
      }
      case TaskEvent.Purged purged -> {
        // its occurrences stay in the history
        context.execute(PURGED, purged.task());
        AttachmentProjection.projectPurgedTask(context, purged.task());
        CommentProjection.projectPurgedTask(context, purged.task());
      }
    }
  }

  private static void edited(ProjectionContext context, String sql, TaskEvent.Edited edited) {
    TaskFields after = edited.after();
    context.execute(
        sql,
        after.title(),
        after.category(),
        after.effort().minutes(),
        after.effort().difficulty(),
        TaskRow.isShared(after.assignment()),
        edited.task());
  }
}
