package dcm.entity;

import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/** Where it is asked which channels a guild has, when the guild itself does not know. */
@FunctionalInterface
public interface ChannelSource {
  /** Fails when the source cannot be asked now; never blocks. */
  CompletionStage<SettingsCommand.ObserveChannels> channels(GuildId guild);
}
