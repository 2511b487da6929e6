package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
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
  private final GroupingNames groupingNames;
  private final CompleteTaskHandler completeHandler;

  public TaskActionHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
    this.groupingNames = new GroupingNames(guildClient);
    this.completeHandler = new CompleteTaskHandler(guildClient);
  }

  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> findTask(context, ref))
        .thenCompose(task -> groupingNames.taskView(context, task))
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.guild(), view, context.messages()), true));
  }

  public CompletionStage<InteractionReply> assign(
      InteractionContext context, CommandOptions options) {
    MemberId assignee = options.member("who");
    List<MemberId> assignees = assignee == null ? List.of() : List.of(assignee);
    return execute(context, options, ref -> new TaskCommand.Assign(ref, null, assignees))
        .thenCompose(task -> {
          String text =
              assignee == null
                  ? context.messages().format("assigned.nobody", DiscordFormat.task(task))
                  : context
                      .messages()
                      .format(
                          "assigned.to", DiscordFormat.member(assignee), DiscordFormat.task(task));
          return reply(context, task, text);
        });
  }

  public CompletionStage<InteractionReply> claim(
      InteractionContext context, CommandOptions options) {
    return execute(context, options, ref -> new TaskCommand.Claim(ref, null))
        .thenCompose(task -> reply(context, task, claimedText(context, task)));
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
        .thenCompose(task ->
            completeHandler.handle(context, task, options.member("who"), options.text("note")));
  }

  /** The task is looked at first, so that the house reads what was deleted. */
  public CompletionStage<InteractionReply> delete(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> findTask(context, ref))
        .thenCompose(task ->
            guildClient
                .decide(context, new TaskCommand.Delete(new TaskRef.ById(task.id()), null))
                .thenApply(_ ->
                    new InteractionReply.NewMessage(
                        Message.text(
                            context
                                .messages()
                                .format(
                                    "deleted.by",
                                    DiscordFormat.member(context.caller().id()),
                                    DiscordFormat.task(task))),
                        false)));
  }

  private CompletionStage<Task> findTask(InteractionContext context, TaskRef ref) {
    return guildClient
        .ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class)
        .thenApply(QueryResult.OneTask::task);
  }

  private CompletionStage<Task> execute(
      InteractionContext context, CommandOptions options, Function<TaskRef, TaskCommand> command) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref -> guildClient.decideOnTask(context, command.apply(ref)));
  }

  private CompletionStage<InteractionReply> reply(
      InteractionContext context, Task task, String text) {
    return groupingNames
        .taskView(context, task)
        .thenApply(view ->
            new InteractionReply.NewMessage(
                TaskCard.of(context.guild(), view, context.messages()).withContent(text), false));
  }
}
