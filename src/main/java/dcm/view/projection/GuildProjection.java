package dcm.view.projection;

import dcm.guild.event.SettingsEvent;
import dcm.view.ReadModelJson;

/** Projection of the guilds, in the shared schema. */
final class GuildProjection {
  private static final String OBSERVED =
      """
      insert into dcm.guilds (id, discord_id, name, created_at) values (?, ?, ?, ?)
      on conflict (discord_id) do update
        set name = excluded.name, active = true, inactive_since = null,
            removal_announced_at = null
      """;

  private static final String CHANGED =
      "update dcm.guilds set settings = ?::jsonb where discord_id = ?";

  // the row is kept: when the bot is invited again, everything is as before
  private static final String DEACTIVATED =
      "update dcm.guilds set active = false, inactive_since = ? where discord_id = ?";

  // an inactive guild is kept for the whole time again
  private static final String RESTORED =
      """
      update dcm.guilds set inactive_since = ?, removal_announced_at = null
       where discord_id = ? and not active
      """;

  private GuildProjection() {}

  static void project(ProjectionContext context, SettingsEvent event) {
    switch (event) {
      case SettingsEvent.GuildObserved observed ->
          context.execute(
              OBSERVED,
              context.nameBasedId("guild", context.guild().value()),
              context.guild(),
              observed.name(),
              context.at());
      case SettingsEvent.Changed changed ->
          context.execute(CHANGED, ReadModelJson.write(changed.after()), context.guild());
      case SettingsEvent.ChannelsObserved _ -> {
        // channels are the guild's own state
      }
      case SettingsEvent.BoardMessagePosted _, SettingsEvent.BoardMessageRemoved _ -> {
        // only the bot uses them, from the guild's state
      }
      case SettingsEvent.HolidaysChanged _, SettingsEvent.BoardLayoutChanged _ -> {
        // holidays and columns are the guild's own state
      }
      // the archive contains the read model tables too
      case SettingsEvent.Restored _ -> context.execute(RESTORED, context.at(), context.guild());
      case SettingsEvent.Deactivated _ ->
          context.execute(DEACTIVATED, context.at(), context.guild());
    }
  }
}
