package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.InteractionContext;
import java.util.concurrent.CompletionStage;

/** {@code /help} and {@code /dashboard}. */
public final class HelpHandler {
  private HelpHandler() {}

  public static CompletionStage<InteractionReply> help(
      InteractionContext context, CommandOptions options) {
    return reply(context, "help");
  }

  public static CompletionStage<InteractionReply> dashboard(
      InteractionContext context, CommandOptions options) {
    return reply(context, "dashboard");
  }

  private static CompletionStage<InteractionReply> reply(InteractionContext context, String key) {
    String text = context.messages().format(key, context.links().guild(context.guild()));
    return completedFuture(new InteractionReply.NewMessage(Message.text(text), true));
  }
}
