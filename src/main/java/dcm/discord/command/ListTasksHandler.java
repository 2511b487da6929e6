package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.TaskCard;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.value.MemberId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /task list}: ephemeral, ordered by due, in pages. */
public final class ListTasksHandler {
  private static final int PAGE_SIZE = 15;
  private static final int COLOUR = 0x5b8c85;

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

  /** Replaces the shown page by another. */
  public CompletionStage<InteractionReply> showPage(
      InteractionContext context, TaskListButtonId listId) {
    return page(context, listId).thenApply(InteractionReply.UpdateMessage::new);
  }

  /** The page, or the last one when tasks were removed since the button was shown. */
  private CompletionStage<Message> page(InteractionContext context, TaskListButtonId listId) {
    return query(context, listId)
        .thenCompose(answer -> {
          int last = Math.max(0, (answer.total() - 1) / PAGE_SIZE);
          return listId.page() <= last
              ? completedFuture(message(context, listId, answer))
              : query(context, listId.withPage(last))
                  .thenApply(lastPage -> message(context, listId.withPage(last), lastPage));
        });
  }

  private CompletionStage<QueryResult.Tasks> query(
      InteractionContext context, TaskListButtonId listId) {
    var filter = filter(context, listId);
    var sort =
        filter.status() == TaskFilter.Status.DONE ? TaskFilter.Sort.CHANGED : TaskFilter.Sort.DUE;
    return guildClient.ask(
        context,
        new GuildQuery.Tasks(filter, sort, listId.page() * PAGE_SIZE, PAGE_SIZE),
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
      return Message.text(messages.format("list.empty"));
    }
    String lines =
        answer.tasks().stream()
            .map(task ->
                listId.show() == TaskListButtonId.Show.DONE
                    ? TaskCard.completedListLine(task, messages)
                    : TaskCard.listLine(task, messages))
            .collect(Collectors.joining("\n"));
    int pages = (answer.total() + PAGE_SIZE - 1) / PAGE_SIZE;
    String title =
        pages == 1
            ? messages.format("list.title", answer.total())
            : messages.format("list.title-page", answer.total(), listId.page() + 1, pages);
    return Message.embed(new Message.Embed(title, lines, List.of(), COLOUR))
        .withButtons(buttons(context, listId, pages));
  }

  private static List<Message.Button> buttons(
      InteractionContext context, TaskListButtonId listId, int pages) {
    var buttons = new ArrayList<Message.Button>();
    if (listId.page() > 0) {
      buttons.add(button(context, "list.previous", listId.withPage(listId.page() - 1)));
    }
    if (listId.page() + 1 < pages) {
      buttons.add(button(context, "list.next", listId.withPage(listId.page() + 1)));
    }
    return buttons;
  }

  private static Message.Button button(
      InteractionContext context, String key, TaskListButtonId target) {
    return new Message.Button(
        Message.Style.SECONDARY, context.messages().format(key), target.toString());
  }
}
