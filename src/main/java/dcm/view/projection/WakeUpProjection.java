package dcm.view.projection;

import dcm.guild.event.NotificationEvent;

/** Projection of a guild's next wake-up; only an event of the guild changes the row. */
final class WakeUpProjection {
  private static final String PLANNED =
      """
      insert into dcm.guild_wakeup (guild_id, due_at) values (?, ?)
      on conflict (guild_id) do update set due_at = excluded.due_at
      """;

  private static final String CANCELLED = "delete from dcm.guild_wakeup where guild_id = ?";

  private WakeUpProjection() {}

  static void project(ProjectionContext context, NotificationEvent event) {
    switch (event) {
      case NotificationEvent.WakeUpPlanned planned ->
          context.execute(PLANNED, context.guild(), planned.at());
      case NotificationEvent.WakeUpCancelled _ -> context.execute(CANCELLED, context.guild());
      case NotificationEvent.Queued _,
          NotificationEvent.WelcomeQueued _,
          NotificationEvent.Retried _,
          NotificationEvent.Delivered _,
          NotificationEvent.Failed _,
          NotificationEvent.Withdrawn _,
          NotificationEvent.OutageShown _,
          NotificationEvent.FellBack _,
          NotificationEvent.Posted _,
          NotificationEvent.Read _ -> {
        // the outbox and the inboxes are kept in the guild's own state
      }
    }
  }
}
