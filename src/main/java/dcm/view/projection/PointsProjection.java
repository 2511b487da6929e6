package dcm.view.projection;

import dcm.guild.event.PointsEvent;

/** Projection of the ledger of points. */
final class PointsProjection {
  private static final String INSERT =
      """
      insert into ${guild}.points_ledger
        (member_id, revision, recorded_at, delta, reason, source, task_id, ordinal, streak, note)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private PointsProjection() {}

  static void project(ProjectionContext context, PointsEvent event) {
    switch (event) {
      case PointsEvent.Recorded recorded ->
          context.execute(
              INSERT,
              recorded.member(),
              context.revision(),
              context.at(),
              recorded.delta(),
              recorded.reason(),
              recorded.source(),
              recorded.task(),
              recorded.ordinal(),
              recorded.streak(),
              recorded.note());
    }
  }
}
