package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.message.TaskView;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /task show|assign|claim|done|delete}. */
public final class TaskActionHandler {
  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;
  private final CompleteTaskHandler completeHandler;

  public TaskActionHandler(
      DiscordGuildClient guildClient, ReferenceResolver resolver, PhotoUploads photoUploads) {
    this.guildClient = guildClient;
    this.resolver = resolver;
    this.completeHandler = new CompleteTaskHandler(guildClient, photoUploads);
  }

  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> findTask(context, ref))
        .thenApply(
            view -> new InteractionReply.NewMessage(TaskCard.of(context.card(), view), true));
  }

  public CompletionStage<InteractionReply> assign(
      InteractionContext context, CommandOptions options) {
    MemberId assignee = options.member("who");
    List<MemberId> assignees = assignee == null ? List.of() : List.of(assignee);
    return execute(context, options, ref -> new TaskCommand.Assign(ref, null, assignees))
        .thenApply(view -> {
          String task = DiscordFormat.task(view.task());
          String text =
              assignee == null
                  ? context.messages().format("assigned.nobody", task)
                  : context.messages().format("assigned.to", DiscordFormat.member(assignee), task);
          return reply(context, view, text);
        });
  }

  public CompletionStage<InteractionReply> claim(
      InteractionContext context, CommandOptions options) {
    return execute(context, options, ref -> new TaskCommand.Claim(ref, null))
        .thenApply(view -> reply(context, view, claimedText(context, view.task())));
  }

  static String claimedText(InteractionContext context, Task task) {
    return context
        .messages()
        .format(
            "claimed.by", DiscordFormat.member(context.caller().id()), DiscordFormat.task(task));
  }

  public CompletionStage<InteractionReply> complete(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> findTask(context, ref))
        .thenCompose(view ->
            completeHandler.handle(
                context,
                view.task(),
                options.member("who"),
                options.text("note"),
                options.file("photo")));
  }

  /** Reads the task first, so that the public reply names what was deleted. */
  public CompletionStage<InteractionReply> delete(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> findTask(context, ref))
        .thenApply(TaskView::task)
        .thenCompose(task ->
            guildClient
                .decide(context, new TaskCommand.Delete(new TaskRef.ById(task.id()), null))
                .thenApply(_ -> new InteractionReply.NewMessage(deleted(context, task), false)));
  }

  private static Message deleted(InteractionContext context, Task task) {
    String text =
        context
            .messages()
            .format(
                "deleted.by",
                DiscordFormat.member(context.caller().id()),
                DiscordFormat.task(task));
    var restore =
        TaskButtonId.of(TaskButtonId.Action.RESTORE, context.guild(), task.id(), 0).toString();
    return Message.text(text)
        .withButtons(
            List.of(
                new Message.Button(
                    Message.Style.SECONDARY, context.messages().format("button.undo"), restore)));
  }

  private CompletionStage<TaskView> findTask(InteractionContext context, TaskRef ref) {
    return guildClient
        .ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class)
        .thenApply(TaskView::of);
  }

  private CompletionStage<TaskView> execute(
      InteractionContext context, CommandOptions options, Function<TaskRef, TaskCommand> command) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> guildClient.decideOnTask(context, command.apply(ref)));
  }

  private static InteractionReply reply(InteractionContext context, TaskView view, String text) {
    return new InteractionReply.NewMessage(
        TaskCard.of(context.card(), view).withContent(text), false);
  }
}
