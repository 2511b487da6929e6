package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.guild.command.SettingsCommand;
import dcm.guild.value.ChannelId;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** {@code /board post|remove}: a message in a channel that follows the open tasks. */
public final class BoardMessageHandler {
  private final DiscordGuildClient guildClient;

  public BoardMessageHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> post(
      InteractionContext context, CommandOptions options) {
    ChannelId channel = channel(options);
    return change(context, new SettingsCommand.PostBoardMessage(channel), "board.posted", channel);
  }

  public CompletionStage<InteractionReply> remove(
      InteractionContext context, CommandOptions options) {
    ChannelId channel = channel(options);
    return change(
        context, new SettingsCommand.RemoveBoardMessage(channel, null), "board.removed", channel);
  }

  private static ChannelId channel(CommandOptions options) {
    options.required("channel");
    return Objects.requireNonNull(options.channel("channel"));
  }

  private CompletionStage<InteractionReply> change(
      InteractionContext context, SettingsCommand command, String key, ChannelId channel) {
    return guildClient
        .decide(context, command)
        .thenApply(_ ->
            new InteractionReply.NewMessage(
                Message.text(context.messages().format(key, "<#" + channel + ">")), true));
  }
}
