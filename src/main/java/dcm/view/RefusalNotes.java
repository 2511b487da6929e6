package dcm.view;

import dcm.guild.RefusalEvent;

/** Who tried what they may not. */
final class RefusalNotes {
  private static final String REFUSED =
      """
      insert into ${guild}.refusal
        (revision, refused_at, member_id, command, permission, task_id, door)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private RefusalNotes() {}

  static void note(Note note, RefusalEvent event) {
    note.execute(
        REFUSED,
        note.revision(),
        note.at(),
        note.by(),
        event.command(),
        event.missing(),
        event.task(),
        note.recorded().by().door());
  }
}
