package dcm.view;

import dcm.guild.NotificationEvent;

/** When the guild must be woken; the row goes only when one of the guild's events replaces it. */
final class WakeUpNotes {
  private static final String PLANNED =
      """
      insert into dcm.guild_wakeup (guild_id, due_at) values (?, ?)
      on conflict (guild_id) do update set due_at = excluded.due_at
      """;

  private static final String CANCELLED = "delete from dcm.guild_wakeup where guild_id = ?";

  private WakeUpNotes() {}

  static void note(Note note, NotificationEvent event) {
    switch (event) {
      case NotificationEvent.WakeUpPlanned planned ->
          note.execute(PLANNED, note.guild(), planned.at());
      case NotificationEvent.WakeUpCancelled _ -> note.execute(CANCELLED, note.guild());
      case NotificationEvent.Queued _,
          NotificationEvent.Retried _,
          NotificationEvent.Delivered _,
          NotificationEvent.Failed _,
          NotificationEvent.Withdrawn _,
          NotificationEvent.OutageShown _,
          NotificationEvent.FellBack _,
          NotificationEvent.Posted _,
          NotificationEvent.Read _ -> {
        // the outbox and the inboxes are the guild's own state
      }
    }
  }
}
