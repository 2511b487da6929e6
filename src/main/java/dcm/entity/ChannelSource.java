package dcm.entity;

import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/** Source of a guild's channels outside of the guild. */
@FunctionalInterface
public interface ChannelSource {
  /** The channels of a guild; fails when the source is unavailable. Never blocks. */
  CompletionStage<SettingsCommand.ObserveChannels> channels(GuildId guild);
}
