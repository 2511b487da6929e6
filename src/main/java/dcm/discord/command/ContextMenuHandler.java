package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.registration.SlashCommands;
import dcm.discord.text.Truncation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The commands in the menus of messages and users. */
public final class ContextMenuHandler {
  private final ListTasksHandler listHandler;

  public ContextMenuHandler(ListTasksHandler listHandler) {
    this.listHandler = listHandler;
  }

  /**
   * Opens the form of a new task: its title is the message's first line, its description the rest
   * and a link to the message.
   */
  public CompletionStage<InteractionReply> makeTask(
      InteractionContext context, Interaction.MessageCommand command) {
    List<String> lines = command.content().strip().lines().toList();
    String link =
        "https://discord.com/channels/%s/%d/%d"
            .formatted(context.guild(), command.channel(), command.message());
    var options = new LinkedHashMap<String, String>();
    if (!lines.isEmpty()) {
      options.put("title", Truncation.truncate(SlashCommands.MAX_TITLE_LENGTH, lines.getFirst()));
    }
    String rest = String.join("\n", lines.subList(Math.min(1, lines.size()), lines.size()));
    int room = SlashCommands.MAX_DESCRIPTION_LENGTH - link.length() - 1;
    options.put("description", (Truncation.truncate(room, rest) + "\n" + link).strip());
    return completedFuture(new CommandDraft("task create", options).form(context.messages()));
  }

  /** Lists a member's tasks, as far as the caller may see them. */
  public CompletionStage<InteractionReply> tasksOf(
      InteractionContext context, Interaction.UserCommand command) {
    return listHandler.ofMember(context, command.target());
  }
}
