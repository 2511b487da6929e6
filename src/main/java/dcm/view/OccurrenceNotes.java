package dcm.view;

import dcm.guild.OccurrenceEvent;

/** What becomes of occurrences. A row whose {@code closed_revision} is null is open. */
final class OccurrenceNotes {
  // a task without a title violates a constraint: its creation was never noted
  private static final String OPENED =
      """
      insert into ${guild}.occurrence_history
        (task_id, ordinal, number, title, state, due, opened_at, assignees)
      values
        (?, ?, (select number from ${guild}.task_title where task_id = ?),
         (select title from ${guild}.task_title where task_id = ?), 'OPEN', ?::jsonb, ?, ?)
      """;

  // a claim outlives a new assignment only if it names the claimant
  private static final String ASSIGNED =
      """
      update ${guild}.occurrence_history
         set assignees = ?,
             claimed_by = case when claimed_by = any (?) then claimed_by end,
             state = case when claimed_by = any (?) then 'CLAIMED' else 'OPEN' end
       where task_id = ? and ordinal = ?
      """;

  private static final String CLAIMED =
      """
      update ${guild}.occurrence_history set state = 'CLAIMED', claimed_by = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String RELEASED =
      """
      update ${guild}.occurrence_history set state = 'OPEN', claimed_by = null
       where task_id = ? and ordinal = ?
      """;

  private static final String COMPLETED =
      """
      update ${guild}.occurrence_history
         set state = 'DONE', completed_by = ?, logged_by = ?, done_at = ?, note = ?,
             closed_at = ?, closed_revision = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String SKIPPED =
      """
      update ${guild}.occurrence_history
         set state = 'SKIPPED', logged_by = ?, note = ?, closed_at = ?, closed_revision = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String WITHDRAWN =
      "delete from ${guild}.occurrence_history where task_id = ? and ordinal = ?";

  // who had claimed it has it again
  private static final String REOPENED =
      """
      update ${guild}.occurrence_history
         set state = case when claimed_by is null then 'OPEN' else 'CLAIMED' end,
             completed_by = null, logged_by = null, done_at = null, note = null,
             closed_at = null, closed_revision = null
       where task_id = ? and ordinal = ?
      """;

  private OccurrenceNotes() {}

  static void note(Note note, OccurrenceEvent event) {
    var task = event.task();
    var ordinal = event.ordinal();
    switch (event) {
      case OccurrenceEvent.Opened opened ->
          note.execute(
              OPENED,
              task,
              ordinal,
              task,
              task,
              Json.text(opened.due()),
              note.at(),
              opened.assignees());
      case OccurrenceEvent.Assigned assigned ->
          note.execute(
              ASSIGNED, assigned.after(), assigned.after(), assigned.after(), task, ordinal);
      case OccurrenceEvent.Claimed claimed -> note.execute(CLAIMED, claimed.by(), task, ordinal);
      case OccurrenceEvent.Released _ -> note.execute(RELEASED, task, ordinal);
      case OccurrenceEvent.Completed done ->
          note.execute(
              COMPLETED,
              done.by(),
              done.loggedBy(),
              done.doneAt(),
              done.note(),
              note.at(),
              note.revision(),
              task,
              ordinal);
      case OccurrenceEvent.Skipped skipped ->
          note.execute(
              SKIPPED, note.by(), skipped.reason(), note.at(), note.revision(), task, ordinal);
      case OccurrenceEvent.Withdrawn _ -> note.execute(WITHDRAWN, task, ordinal);
      case OccurrenceEvent.Reopened _ -> note.execute(REOPENED, task, ordinal);
      case OccurrenceEvent.Snoozed _, OccurrenceEvent.Reminded _ -> {
        // about reminders; what became of the occurrence is the same
      }
    }
  }
}
