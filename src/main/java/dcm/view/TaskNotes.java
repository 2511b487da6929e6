package dcm.view;

import dcm.guild.TaskEvent;

/** How tasks are called: the history keeps for each occurrence the title it had. */
final class TaskNotes {
  private static final String CREATED =
      "insert into ${guild}.task_title (task_id, number, title) values (?, ?, ?)";

  private static final String EDITED = "update ${guild}.task_title set title = ? where task_id = ?";

  private static final String EDITED_OPEN =
      """
      update ${guild}.occurrence_history set title = ?
       where task_id = ? and closed_revision is null
      """;

  private static final String DELETED = "delete from ${guild}.task_title where task_id = ?";

  private static final String DELETED_OPEN =
      """
      update ${guild}.occurrence_history
         set state = 'CANCELLED', logged_by = ?, closed_at = ?, closed_revision = ?
       where task_id = ? and closed_revision is null
      """;

  private TaskNotes() {}

  static void note(Note note, TaskEvent event) {
    switch (event) {
      case TaskEvent.Created created ->
          note.execute(CREATED, created.task(), created.number(), created.title());
      case TaskEvent.Edited edited -> {
        note.execute(EDITED, edited.after().title(), edited.task());
        note.execute(EDITED_OPEN, edited.after().title(), edited.task());
      }
      case TaskEvent.Deleted deleted -> {
        note.execute(DELETED, deleted.task());
        note.execute(DELETED_OPEN, note.by(), note.at(), note.revision(), deleted.task());
      }
    }
  }
}
