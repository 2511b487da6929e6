package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.entity.GuildException.RefusedException;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Refusal;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /task done}: completes the occurrence that was open when the command was sent. When
 * another member completed it just before, the user is asked first whether the next one is meant.
 */
final class CompleteTaskHandler {
  private final DiscordGuildClient guildClient;

  CompleteTaskHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  /**
   * @param task the task as of the arrival of the command
   */
  CompletionStage<InteractionReply> handle(
      InteractionContext context,
      Task task,
      @Nullable MemberId completedBy,
      @Nullable String note) {
    Occurrence.Completion previous = task.recentCompletion(context.receivedAt());
    if (previous != null && task.open() != null) {
      return completedFuture(confirmation(context, task, task.open(), previous, completedBy));
    }
    Integer ordinal = task.open() == null ? null : task.open().ordinal();
    return complete(context, task, ordinal, completedBy, note)
        .exceptionallyCompose(failure -> confirmIfOvertaken(context, task, completedBy, failure));
  }

  /** Handles the button of the confirmation. */
  CompletionStage<InteractionReply> completeNext(InteractionContext context, TaskButtonId id) {
    var command =
        new TaskCommand.Complete(
            new TaskRef.ById(id.task()),
            id.ordinal(),
            id.payload().isEmpty() ? null : MemberId.of(id.payload()),
            null,
            null);
    return reply(context, guildClient.decideOnTask(context, command));
  }

  private CompletionStage<InteractionReply> complete(
      InteractionContext context,
      Task task,
      @Nullable Integer ordinal,
      @Nullable MemberId completedBy,
      @Nullable String note) {
    var ref = new TaskRef.ById(task.id());
    return reply(
        context,
        guildClient.decideOnTask(
            context, new TaskCommand.Complete(ref, ordinal, completedBy, null, note)));
  }

  private CompletionStage<InteractionReply> reply(
      InteractionContext context, CompletionStage<TaskView> done) {
    return done.thenApply(
        view -> new InteractionReply.NewMessage(TaskCard.completed(context.card(), view), false));
  }

  /** Asks for confirmation when another member completed the occurrence meanwhile. */
  private CompletionStage<InteractionReply> confirmIfOvertaken(
      InteractionContext context, Task task, @Nullable MemberId completedBy, Throwable failure) {
    Throwable cause = AsyncFailures.cause(failure);
    boolean overtaken =
        cause instanceof RefusedException refused
            && refused.refusal() instanceof Refusal.WrongState(Occurrence.State state)
            && state == Occurrence.State.DONE;
    if (!overtaken) {
      return failedFuture(cause);
    }
    return guildClient
        .ask(
            context, new GuildQuery.OneTask(new TaskRef.ById(task.id())), QueryResult.OneTask.class)
        .thenCompose(answer -> {
          Task current = answer.task();
          Occurrence.Completion previous = current.recentCompletion(context.receivedAt());
          return previous == null || current.open() == null
              ? failedFuture(cause)
              : completedFuture(
                  confirmation(context, current, current.open(), previous, completedBy));
        });
  }

  private static InteractionReply confirmation(
      InteractionContext context,
      Task task,
      Occurrence next,
      Occurrence.Completion previous,
      @Nullable MemberId completedBy) {
    var messages = context.messages();
    var button =
        new Message.Button(
            Message.Style.SECONDARY,
            messages.format("button.done-next"),
            new TaskButtonId(
                    TaskButtonId.Action.DONE_NEXT,
                    context.guild(),
                    task.id(),
                    next.ordinal(),
                    completedBy == null ? "" : completedBy.toString())
                .toString());
    String text =
        messages.format(
            "done.before",
            DiscordFormat.task(task),
            DiscordFormat.relativeTimestamp(previous.loggedAt()),
            DiscordFormat.member(previous.by()),
            DiscordFormat.due(next.due(), messages));
    return new InteractionReply.NewMessage(Message.text(text).withButtons(List.of(button)), true);
  }
}
