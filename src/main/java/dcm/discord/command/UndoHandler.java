package dcm.discord.command;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

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
    return before(context, ref)
        .thenCompose(before ->
            guildClient
                .decideOnTask(context, new TaskCommand.Undo(ref))
                .thenApply(view ->
                    new InteractionReply.NewMessage(
                        TaskCard.of(context.card(), view)
                            .withContent(text(context, undone(before, view.task()), view)),
                        false)));
  }

  /** The task before the undo, to say what was undone; null: it is deleted. */
  private CompletionStage<@Nullable Task> before(InteractionContext context, TaskRef ref) {
    return guildClient
        .ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class)
        .<@Nullable Task>thenApply(QueryResult.OneTask::task)
        .exceptionally(failure -> {
          Throwable cause = AsyncFailures.cause(failure);
          if (cause instanceof RefusedException refused
              && refused.refusal() instanceof Refusal.UnknownTask) {
            return null;
          }
          throw new CompletionException(cause);
        });
  }

  /** The key of what differs now. */
  private static String undone(@Nullable Task before, Task after) {
    if (before == null) {
      return "restored.by";
    }
    Occurrence closed = before.closed();
    if (closed != null && after.open(closed.ordinal()) != null) {
      return switch (closed.state()) {
        case DONE, SKIPPED, MISSED -> "undone." + closed.state();
        case OPEN, CLAIMED, AWAITING_APPROVAL, CANCELLED, EXPIRED -> "undone.reopened";
      };
    }
    if (!before.fields().equals(after.fields())) {
      return "undone.edited";
    }
    for (Occurrence former : before.occurrences()) {
      Occurrence now = after.open(former.ordinal());
      if (now != null && !now.equals(former)) {
        return former.state() == Occurrence.State.AWAITING_APPROVAL && now.active()
            ? "undone.reported"
            : now.due().equals(former.due()) ? "undone.assigned" : "undone.moved";
      }
    }
    return "undone.by";
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
