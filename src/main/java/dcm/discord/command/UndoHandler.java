package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.util.concurrent.CompletionStage;

/** {@code /undo}, {@code /task undo} and {@code /task restore}. */
public final class UndoHandler {
  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public UndoHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  /** Undoes what the caller did last, on whatever task. */
  public CompletionStage<InteractionReply> undoLast(
      InteractionContext context, CommandOptions options) {
    return guildClient
        .ask(context, new GuildQuery.OwnLastAction(), QueryResult.OwnLastAction.class)
        .thenCompose(answer -> {
          Task task = answer.task();
          if (task == null) {
            throw new InvalidInputException(context.messages().format("undo.nothing"));
          }
          return undo(context, new TaskRef.ById(task.id()));
        });
  }

  public CompletionStage<InteractionReply> undo(
      InteractionContext context, CommandOptions options) {
    return resolver.task(context, options.required("task")).thenCompose(ref -> undo(context, ref));
  }

  private CompletionStage<InteractionReply> undo(InteractionContext context, TaskRef ref) {
    return guildClient
        .decideOnTask(context, new TaskCommand.Undo(ref))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.card(), view).withContent(text(context, "undone.by", view)),
                false));
  }

  public CompletionStage<InteractionReply> restore(
      InteractionContext context, CommandOptions options) {
    return guildClient
        .decideOnTask(
            context,
            new TaskCommand.Restore(resolver.deletedTask(context, options.required("task"))))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.card(), view).withContent(text(context, "restored.by", view)),
                false));
  }

  static String text(InteractionContext context, String key, TaskView view) {
    return context
        .messages()
        .format(key, DiscordFormat.member(context.caller().id()), DiscordFormat.task(view.task()));
  }
}
