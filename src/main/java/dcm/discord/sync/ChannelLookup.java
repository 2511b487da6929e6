package dcm.discord.sync;

import dcm.discord.client.DiscordRest;
import dcm.entity.ChannelSource;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.GuildId;
import java.util.concurrent.CompletionStage;

/**
 * Reads the channels of one guild from Discord. It reads all of them, because a request for a
 * single id that a user typed may be rejected, and Discord counts rejections against the bot's
 * address.
 */
public final class ChannelLookup implements ChannelSource {
  private final DiscordRest rest;

  public ChannelLookup(DiscordRest rest) {
    this.rest = rest;
  }

  @Override
  public CompletionStage<SettingsCommand.ObserveChannels> channels(GuildId guild) {
    return rest.botUser()
        .thenCompose(botUser ->
            rest.guild(guild, botUser)
                .thenApply(event -> new ObservedGuild(guild, botUser).commandsFor(event)))
        .thenApply(commands ->
            commands.stream()
                .filter(SettingsCommand.ObserveChannels.class::isInstance)
                .map(SettingsCommand.ObserveChannels.class::cast)
                .findFirst()
                .orElseThrow());
  }
}
