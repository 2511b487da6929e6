package dcm.view.projection;

import dcm.guild.event.CommentEvent;
import dcm.guild.value.TaskId;

/** Projection of the comments on tasks. */
final class CommentProjection {
  private static final String ADDED =
      """
      insert into ${guild}.comment (task_id, comment_id, author, written_at, text, revision)
      values (?, ?, ?, ?, ?, ?)
      """;

  private static final String DELETED =
      "delete from ${guild}.comment where task_id = ? and comment_id = ?";

  private static final String TASK_PURGED = "delete from ${guild}.comment where task_id = ?";

  private CommentProjection() {}

  static void project(ProjectionContext context, CommentEvent event) {
    switch (event) {
      case CommentEvent.Added added ->
          context.execute(
              ADDED,
              added.task(),
              added.id(),
              context.initiatingMember(),
              context.at(),
              added.text(),
              context.revision());
      case CommentEvent.Deleted deleted -> context.execute(DELETED, deleted.task(), deleted.id());
    }
  }

  static void projectPurgedTask(ProjectionContext context, TaskId task) {
    context.execute(TASK_PURGED, task);
  }
}
