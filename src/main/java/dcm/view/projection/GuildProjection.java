package dcm.view.projection;

import dcm.guild.event.SettingsEvent;
import dcm.view.ReadModelJson;

/** Which guilds there are, in the schema that all share. */
final class GuildProjection {
  private static final String OBSERVED =
      """
      insert into dcm.guilds (id, discord_id, name, created_at) values (?, ?, ?, ?)
      on conflict (discord_id) do update set name = excluded.name
      """;

  private static final String CHANGED =
      "update dcm.guilds set settings = ?::jsonb where discord_id = ?";

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
      case SettingsEvent.Restored _ -> {
        // the read tables came out of the same file
      }
      case SettingsEvent.Deactivated _ -> {
        // it stays known: whoever invites the bot again finds everything as it was
      }
    }
  }
}
