package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dcm.discord.client.AsyncFailures;
import dcm.discord.client.Interaction;
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
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /task done}: completes the occurrence that was open when the command was sent. When
 * another member completed it just before, the user is asked first whether the next one is meant.
 */
final class CompleteTaskHandler {
  private final DiscordGuildClient guildClient;
  private final PhotoUploads photoUploads;

  CompleteTaskHandler(DiscordGuildClient guildClient, PhotoUploads photoUploads) {
    this.guildClient = guildClient;
    this.photoUploads = photoUploads;
  }

  /**
   * @param task the task as of the arrival of the command
   * @param photo added to the occurrence before it is completed; null: none
   */
  CompletionStage<InteractionReply> handle(
      InteractionContext context,
      Task task,
      @Nullable MemberId completedBy,
      @Nullable String note,
      Interaction.@Nullable UploadedFile photo) {
    Occurrence.Completion previous = task.recentCompletion(context.receivedAt());
    Occurrence open = task.open();
    if (previous != null && open != null) {
      return photo != null && isOwn(context, previous)
          ? addForgottenPhoto(context, task, photo)
          : completedFuture(
              confirmation(context, task, open, previous, completedBy, photo != null));
    }
    Integer ordinal = open == null ? null : open.ordinal();
    CompletionStage<?> added =
        photo == null || ordinal == null
            ? completedFuture(null)
            : photoUploads.add(context, task.id(), ordinal, photo, 0);
    return added
        .thenCompose(_ -> complete(context, task, ordinal, completedBy, note))
        .exceptionallyCompose(failure -> confirmIfOvertaken(context, task, completedBy, failure))
        .exceptionallyCompose(failure ->
            ordinal == null
                ? failedFuture(failure)
                : ProofHandler.offerIfMissing(context, task.id(), ordinal, failure));
  }

  private static boolean isOwn(InteractionContext context, Occurrence.Completion completion) {
    return completion.by().equals(context.caller().id())
        || completion.loggedBy().equals(context.caller().id());
  }

  /** The user completed the occurrence just before, and sends the photo now. */
  private CompletionStage<InteractionReply> addForgottenPhoto(
      InteractionContext context, Task task, Interaction.UploadedFile photo) {
    return photoUploads
        .add(context, task.id(), Objects.requireNonNull(task.closed()).ordinal(), photo, 0)
        .thenApply(_ ->
            new InteractionReply.NewMessage(
                Message.text(
                    context
                        .messages()
                        .format(
                            "photo.added",
                            DiscordFormat.member(context.caller().id()),
                            DiscordFormat.task(task))),
                false));
  }

  /** Handles the button of the confirmation. */
  static CompletionStage<InteractionReply> completeNext(
      DiscordGuildClient guildClient, InteractionContext context, TaskButtonId id) {
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

  private static CompletionStage<InteractionReply> reply(
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
                  confirmation(context, current, current.open(), previous, completedBy, false));
        });
  }

  private static InteractionReply confirmation(
      InteractionContext context,
      Task task,
      Occurrence next,
      Occurrence.Completion previous,
      @Nullable MemberId completedBy,
      boolean hasPhoto) {
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
            DiscordFormat.member(previous.by(), messages),
            DiscordFormat.due(next.due(), messages));
    String all = hasPhoto ? text + "\n" + messages.format("photo.not-kept") : text;
    return new InteractionReply.NewMessage(Message.text(all).withButtons(List.of(button)), true);
  }
}
