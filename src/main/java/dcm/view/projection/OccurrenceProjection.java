package dcm.view.projection;

import dcm.guild.event.OccurrenceEvent;
import dcm.guild.value.Occurrence;
import dcm.view.ReadModelJson;

/** Projection of the occurrences. A row whose {@code closed_revision} is null is open. */
final class OccurrenceProjection {
  // a task without a title violates a constraint: its creation was not projected
  private static final String OPENED =
      """
      insert into ${guild}.occurrence_history
        (task_id, ordinal, number, title, category_id, minutes, difficulty, shared,
         state, due, due_at, opened_at, assignees)
      select opened.task_id, ?::integer, number, title, category_id, minutes, difficulty, shared,
             'OPEN', ?::jsonb, ?::timestamptz, ?::timestamptz, ?::bigint[]
        from (select ?::uuid as task_id) opened left join ${guild}.task_title using (task_id)
      """;

  private static final String OPENED_WITH_TASK =
      """
      insert into ${guild}.occurrence_history
        (task_id, ordinal, number, title, category_id, minutes, difficulty, shared,
         state, due, due_at, opened_at, assignees)
      values (?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?::jsonb, ?, ?, ?)
      """;

  // a claim survives a new assignment only if the claimant is assigned
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

  private static final String SUBMITTED =
      """
      update ${guild}.occurrence_history
         set state = 'AWAITING_APPROVAL', completed_by = ?, logged_by = ?, done_at = ?, note = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String APPROVED =
      """
      update ${guild}.occurrence_history
         set state = 'DONE', closed_at = ?, closed_revision = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String LAPSED =
      """
      update ${guild}.occurrence_history set state = ?, closed_at = ?, closed_revision = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String RESCHEDULED =
      """
      update ${guild}.occurrence_history set due = ?::jsonb, due_at = ?
       where task_id = ? and ordinal = ?
      """;

  private static final String WITHDRAWN =
      "delete from ${guild}.occurrence_history where task_id = ? and ordinal = ?";

  // the previous claim is restored
  private static final String REOPENED =
      """
      update ${guild}.occurrence_history
         set state = case when claimed_by is null then 'OPEN' else 'CLAIMED' end,
             completed_by = null, logged_by = null, done_at = null, note = null,
             closed_at = null, closed_revision = null
       where task_id = ? and ordinal = ?
      """;

  private static final String AWAITING_APPROVAL_AGAIN =
      """
      update ${guild}.occurrence_history
         set state = 'AWAITING_APPROVAL', closed_at = null, closed_revision = null
       where task_id = ? and ordinal = ?
      """;

  private OccurrenceProjection() {}

  static void project(ProjectionContext context, OccurrenceEvent event) {
    var task = event.task();
    var ordinal = event.ordinal();
    switch (event) {
      case OccurrenceEvent.Opened opened -> opened(context, opened);
      case OccurrenceEvent.Assigned assigned ->
          context.execute(
              ASSIGNED, assigned.after(), assigned.after(), assigned.after(), task, ordinal);
      case OccurrenceEvent.Claimed claimed -> context.execute(CLAIMED, claimed.by(), task, ordinal);
      case OccurrenceEvent.Released _ -> context.execute(RELEASED, task, ordinal);
      case OccurrenceEvent.Submitted submitted ->
          context.execute(
              SUBMITTED,
              submitted.by(),
              submitted.loggedBy(),
              submitted.doneAt(),
              submitted.note(),
              task,
              ordinal);
      case OccurrenceEvent.Approved _ ->
          context.execute(APPROVED, context.at(), context.revision(), task, ordinal);
      case OccurrenceEvent.Missed _ ->
          context.execute(
              LAPSED,
              Occurrence.State.MISSED.name(),
              context.at(),
              context.revision(),
              task,
              ordinal);
      case OccurrenceEvent.Expired _ ->
          context.execute(
              LAPSED,
              Occurrence.State.EXPIRED.name(),
              context.at(),
              context.revision(),
              task,
              ordinal);
      case OccurrenceEvent.Rescheduled moved ->
          context.execute(
              RESCHEDULED,
              ReadModelJson.write(moved.after()),
              moved.after().deadline(),
              task,
              ordinal);
      case OccurrenceEvent.Completed completed ->
          context.execute(
              COMPLETED,
              completed.by(),
              completed.loggedBy(),
              completed.doneAt(),
              completed.note(),
              context.at(),
              context.revision(),
              task,
              ordinal);
      case OccurrenceEvent.Skipped skipped ->
          context.execute(
              SKIPPED,
              context.initiatingMember(),
              skipped.reason(),
              context.at(),
              context.revision(),
              task,
              ordinal);
      case OccurrenceEvent.Withdrawn _ -> context.execute(WITHDRAWN, task, ordinal);
      case OccurrenceEvent.Reopened reopened ->
          context.execute(
              Boolean.TRUE.equals(reopened.awaitsApproval()) ? AWAITING_APPROVAL_AGAIN : REOPENED,
              task,
              ordinal);
      case OccurrenceEvent.Rejected _, OccurrenceEvent.ReportWithdrawn _ ->
          context.execute(REOPENED, task, ordinal);
      case OccurrenceEvent.Snoozed _,
          OccurrenceEvent.Reminded _,
          OccurrenceEvent.ChecklistTicked _,
          OccurrenceEvent.PartCompleted _,
          OccurrenceEvent.DeadlineApplied _,
          OccurrenceEvent.FollowUpPlanned _ -> {
        // the state of the occurrence does not change
      }
    }
  }

  private static void opened(ProjectionContext context, OccurrenceEvent.Opened opened) {
    var task = opened.task();
    var created = context.createdTasks().find(task);
    var due = ReadModelJson.write(opened.due());
    var dueAt = opened.due().deadline();
    if (created != null) {
      context.execute(
          OPENED_WITH_TASK,
          task,
          opened.ordinal(),
          created.number(),
          created.title(),
          created.category(),
          created.effort().minutes(),
          created.effort().difficulty(),
          created.shared(),
          due,
          dueAt,
          context.at(),
          opened.assignees());
    } else {
      context.execute(OPENED, opened.ordinal(), due, dueAt, context.at(), opened.assignees(), task);
    }
  }
}
