package dcm.view.projection;

import dcm.guild.event.AttachmentEvent;
import dcm.guild.value.TaskId;

/**
 * Marks and deletes the bytes of photos in the transaction of their events. Both have the same
 * effect when they are repeated by a rebuild, which does not touch the bytes otherwise.
 */
final class AttachmentProjection {
  private static final String ADDED =
      """
      update ${guild}.attachment set ordinal = ?, revision = ?
       where task_id = ? and attachment_id = ?
      """;

  private static final String REMOVED =
      "delete from ${guild}.attachment where task_id = ? and attachment_id = ?";

  private static final String TASK_PURGED = "delete from ${guild}.attachment where task_id = ?";

  private AttachmentProjection() {}

  static void project(ProjectionContext context, AttachmentEvent event) {
    switch (event) {
      case AttachmentEvent.Added added ->
          context.execute(ADDED, added.ordinal(), context.revision(), added.task(), added.id());
      case AttachmentEvent.Removed removed ->
          context.execute(REMOVED, removed.task(), removed.id());
    }
  }

  static void projectPurgedTask(ProjectionContext context, TaskId task) {
    context.execute(TASK_PURGED, task);
  }
}
