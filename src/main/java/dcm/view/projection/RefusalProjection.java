package dcm.view.projection;

import dcm.guild.event.CommandRefused;

/** Projection of the commands that were refused for lack of permission. */
final class RefusalProjection {
  private static final String INSERT =
      """
      insert into ${guild}.refusal
        (revision, refused_at, member_id, command, permission, task_id, origin)
      values (?, ?, ?, ?, ?, ?, ?)
      """;

  private RefusalProjection() {}

  static void project(ProjectionContext context, CommandRefused event) {
    context.execute(
        INSERT,
        context.revision(),
        context.at(),
        context.initiatingMember(),
        event.command(),
        event.missing(),
        event.task(),
        context.recorded().initiator().origin());
  }
}
