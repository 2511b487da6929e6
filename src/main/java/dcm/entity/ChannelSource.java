package dcm.entity;

import dcm.guild.GuildId;
import dcm.guild.SettingsCommand;
import java.util.concurrent.CompletionStage;

/** Where it is asked which channels a guild has, when the guild itself does not know. */
@FunctionalInterface
public interface ChannelSource {
  /** Fails when the source cannot be asked now; never blocks. */
  CompletionStage<SettingsCommand.ObserveChannels> channels(GuildId guild);
}
