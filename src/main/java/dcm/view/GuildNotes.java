package dcm.view;

import dcm.guild.SettingsEvent;

/** Which guilds there are, in the schema that all share. */
final class GuildNotes {
  private static final String OBSERVED =
      """
      insert into dcm.guilds (id, discord_id, name, created_at) values (?, ?, ?, ?)
      on conflict (discord_id) do update set name = excluded.name
      """;

  private static final String CHANGED =
      "update dcm.guilds set settings = ?::jsonb where discord_id = ?";

  private GuildNotes() {}

  static void note(Note note, SettingsEvent event) {
    switch (event) {
      case SettingsEvent.GuildObserved observed ->
          note.execute(
              OBSERVED,
              note.idOf("guild", note.guild().value()),
              note.guild(),
              observed.name(),
              note.at());
      case SettingsEvent.Changed changed ->
          note.execute(CHANGED, Json.text(changed.after()), note.guild());
      case SettingsEvent.ChannelsObserved _ -> {
        // channels are the guild's own state
      }
      case SettingsEvent.Restored _ -> {
        // the read tables came out of the same file
      }
      case SettingsEvent.Slept _ -> {
        // it stays known: whoever invites the bot again finds everything as it was
      }
    }
  }
}
