package dcm.discord;

import dcm.discord.wire.Rest;
import dcm.entity.ChannelSource;
import dcm.guild.GuildId;
import dcm.guild.SettingsCommand;
import java.util.concurrent.CompletionStage;

/**
 * Asks Discord for the channels of one guild. A single channel is never asked for by an id that
 * somebody typed: a refusal of Discord counts against the bot's address.
 */
final class ChannelLookup implements ChannelSource {
  private final Rest rest;

  ChannelLookup(Rest rest) {
    this.rest = rest;
  }

  @Override
  public CompletionStage<SettingsCommand.ObserveChannels> channels(GuildId guild) {
    return rest.self()
        .thenCompose(
            self -> rest.guild(guild, self).thenApply(seen -> new Census(guild, self).hear(seen)))
        .thenApply(commands ->
            commands.stream()
                .filter(SettingsCommand.ObserveChannels.class::isInstance)
                .map(SettingsCommand.ObserveChannels.class::cast)
                .findFirst()
                .orElseThrow());
  }
}
