package dcm.guild.command;

import dcm.guild.value.ChannelId;
import dcm.guild.value.GuildChannel;
import dcm.guild.value.RoleId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on the guild itself. */
public sealed interface SettingsCommand extends GuildCommand {
  record Change(@Nullable Long ifRevision, SettingsPatch patch) implements SettingsCommand {}

  /**
   * The bot is in the guild, and Discord told how it looks. The first one opens the guild; before
   * it nobody is let in. From the clockwork only.
   *
   * @param locale the guild's preferred BCP 47 tag: its language until somebody chooses another
   * @param channel where messages go until somebody chooses another; null when none is writable
   */
  record ObserveGuild(
      String name, Map<RoleId, String> roles, String locale, @Nullable ChannelId channel)
      implements SettingsCommand {}

  /**
   * Discord told which channels the guild has, all of them. From the clockwork only.
   *
   * @param channels at most 500 are kept
   */
  record ObserveChannels(List<GuildChannel> channels) implements SettingsCommand {
    public ObserveChannels {
      channels = List.copyOf(channels);
    }
  }

  /** The bot was removed: the guild keeps everything and sends nothing. From the clockwork only. */
  record Deactivate() implements SettingsCommand {}
}
