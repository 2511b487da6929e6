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
import dcm.guild.value.GuildSettings;
import dcm.guild.value.Member;
import dcm.guild.value.MemberId;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code /today} and {@code /week}: what is due until the end of the day or of the next seven days
 * on the member's clock; the member's own first, then what nobody has.
 */
public final class AgendaHandler {
  /** Size of a query, and with {@link #MAX_QUERIES} the number of tasks that are looked at. */
  private static final int QUERY_SIZE = 200;

  private static final int MAX_QUERIES = 5;

  private final DiscordGuildClient guildClient;

  public AgendaHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> today(
      InteractionContext context, CommandOptions options) {
    return page(context, new AgendaButtonId(AgendaButtonId.Span.TODAY, 0))
        .thenApply(message -> new InteractionReply.NewMessage(message, true));
  }

  public CompletionStage<InteractionReply> week(
      InteractionContext context, CommandOptions options) {
    return page(context, new AgendaButtonId(AgendaButtonId.Span.WEEK, 0))
        .thenApply(message -> new InteractionReply.NewMessage(message, true));
  }

  /** Replaces the shown page by another. */
  public CompletionStage<InteractionReply> showPage(InteractionContext context, AgendaButtonId id) {
    return page(context, id).thenApply(InteractionReply.UpdateMessage::new);
  }

  private CompletionStage<Message> page(InteractionContext context, AgendaButtonId id) {
    return end(context, id.span())
        .thenCompose(end ->
            tasks(context, context.caller().id(), end, 0)
                .thenCombine(
                    tasks(context, null, end, 0),
                    (own, all) -> message(context, id, own, unassigned(all))));
  }

  private static List<Task> unassigned(List<Task> tasks) {
    return tasks.stream()
        .filter(task -> task.open() != null && task.open().holders().isEmpty())
        .toList();
  }

  /** The end of the last day on the member's clock. */
  private CompletionStage<Instant> end(InteractionContext context, AgendaButtonId.Span span) {
    return guildClient
        .ask(context, new GuildQuery.Me(), QueryResult.Me.class)
        .thenCombine(
            guildClient.settings(context),
            (me, settings) -> {
              ZoneId zone = zone(me.member(), settings);
              return LocalDate.ofInstant(context.receivedAt(), zone)
                  .plusDays(span.days)
                  .atStartOfDay(zone)
                  .toInstant();
            });
  }

  private static ZoneId zone(Member member, GuildSettings settings) {
    return member.zone() == null ? settings.zone() : member.zone();
  }

  /** Active tasks that are due before an instant, earliest first. */
  private CompletionStage<List<Task>> tasks(
      InteractionContext context, @Nullable MemberId holder, Instant end, int queries) {
    var filter = new TaskFilter(TaskFilter.Status.ACTIVE, holder, null, null, null, end, null);
    return guildClient
        .ask(
            context,
            new GuildQuery.Tasks(filter, TaskFilter.Sort.DUE, queries * QUERY_SIZE, QUERY_SIZE),
            QueryResult.Tasks.class)
        .thenCompose(answer ->
            (queries + 1) * QUERY_SIZE >= answer.total() || queries + 1 == MAX_QUERIES
                ? completedFuture(answer.tasks())
                : tasks(context, holder, end, queries + 1)
                    .thenApply(rest -> concatenated(answer.tasks(), rest)));
  }

  private static List<Task> concatenated(List<Task> first, List<Task> second) {
    var all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static Message message(
      InteractionContext context, AgendaButtonId id, List<Task> own, List<Task> unassigned) {
    var messages = context.messages();
    String key = "agenda." + id.span().key();
    List<Task> all = concatenated(own, unassigned);
    if (all.isEmpty()) {
      return Message.text(messages.format(key + "-empty"));
    }
    var pages = new Pages(all.size(), TaskLines.PER_PAGE, id.page());
    List<Task> shownOwn =
        own.subList(Math.min(pages.from(), own.size()), Math.min(pages.to(), own.size()));
    List<Task> shown = all.subList(pages.from(), pages.to());
    List<Task> shownUnassigned = shown.subList(shownOwn.size(), shown.size());
    var parts = new ArrayList<String>();
    if (!shownOwn.isEmpty()) {
      parts.add(TaskLines.lines(context.card(), shownOwn));
    }
    if (!shownUnassigned.isEmpty()) {
      parts.add(
          "**"
              + messages.format("agenda.unassigned")
              + "**\n"
              + TaskLines.lines(context.card(), shownUnassigned));
    }
    return Message.embed(
            new Message.Embed(
                pages.title(messages.format(key), messages),
                String.join("\n\n", parts),
                List.of(),
                TaskLines.COLOUR))
        .withButtons(pages.buttons(messages, page -> id.withPage(page).toString()));
  }
}
