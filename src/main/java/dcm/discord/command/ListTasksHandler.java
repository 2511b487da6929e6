package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.TaskLines;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.value.MemberId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /task list}: ephemeral, ordered by due, in pages. */
public final class ListTasksHandler {
  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public ListTasksHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    var show =
        options.has("show")
            ? TaskListButtonId.Show.of(options.required("show"))
            : TaskListButtonId.Show.ACTIVE;
    return resolver
        .category(context, options.text("category"))
        .thenCompose(category ->
            page(
                context,
                new TaskListButtonId(
                    show == null ? TaskListButtonId.Show.ACTIVE : show,
                    options.member("who"),
                    category,
                    0,
                    options.text("search"))))
        .thenApply(message -> new InteractionReply.NewMessage(message, true));
  }

  /** The first page of a member's tasks. */
  CompletionStage<InteractionReply> ofMember(InteractionContext context, MemberId member) {
    return page(context, new TaskListButtonId(TaskListButtonId.Show.ACTIVE, member, null, 0, null))
        .thenApply(message -> new InteractionReply.NewMessage(message, true));
  }

  /** Replaces the shown page by another. */
  public CompletionStage<InteractionReply> showPage(
      InteractionContext context, TaskListButtonId listId) {
    return page(context, listId).thenApply(InteractionReply.UpdateMessage::new);
  }

  /** The page, or the last one when tasks were removed since the button was shown. */
  private CompletionStage<Message> page(InteractionContext context, TaskListButtonId listId) {
    return query(context, listId)
        .thenCompose(answer -> {
          int page = new Pages(answer.total(), TaskLines.PER_PAGE, listId.page()).page();
          return listId.page() == page
              ? completedFuture(message(context, listId, answer))
              : query(context, listId.withPage(page))
                  .thenApply(lastPage -> message(context, listId.withPage(page), lastPage));
        });
  }

  private CompletionStage<QueryResult.Tasks> query(
      InteractionContext context, TaskListButtonId listId) {
    var filter = filter(context, listId);
    var sort =
        filter.status() == TaskFilter.Status.DONE ? TaskFilter.Sort.CHANGED : TaskFilter.Sort.DUE;
    return guildClient.ask(
        context,
        new GuildQuery.Tasks(filter, sort, listId.page() * TaskLines.PER_PAGE, TaskLines.PER_PAGE),
        QueryResult.Tasks.class);
  }

  private static TaskFilter filter(InteractionContext context, TaskListButtonId listId) {
    var status =
        switch (listId.show()) {
          case ACTIVE, MINE -> TaskFilter.Status.ACTIVE;
          case OVERDUE -> TaskFilter.Status.OVERDUE;
          case DONE -> TaskFilter.Status.DONE;
        };
    MemberId member =
        listId.show() == TaskListButtonId.Show.MINE ? context.caller().id() : listId.member();
    return new TaskFilter(status, member, listId.category(), null, null, null, listId.search());
  }

  private static Message message(
      InteractionContext context, TaskListButtonId listId, QueryResult.Tasks answer) {
    var messages = context.messages();
    if (answer.tasks().isEmpty()) {
      return Message.text(messages.format(listId.emptyTextKey()));
    }
    String lines =
        listId.show() == TaskListButtonId.Show.DONE
            ? answer.tasks().stream()
                .map(task -> TaskLines.completedLine(task, messages))
                .collect(Collectors.joining("\n"))
            : TaskLines.lines(context.card(), answer.tasks());
    var pages = new Pages(answer.total(), TaskLines.PER_PAGE, listId.page());
    String title = pages.title(messages.format("list.title"), messages);
    return Message.embed(new Message.Embed(title, lines, List.of(), TaskLines.COLOUR))
        .withButtons(pages.buttons(messages, page -> listId.withPage(page).toString()));
  }
}
