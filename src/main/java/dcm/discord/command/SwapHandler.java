package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.SwapCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.MemberId;
import dcm.guild.value.Occurrence;
import dcm.guild.value.SwapId;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import dcm.guild.value.UuidV7;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** {@code /swap}: offers a turn to another member, who accepts or declines with a button. */
public final class SwapHandler {
  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public SwapHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  /**
   * What is offered.
   *
   * @param exchange the task that is wanted for it; null: none
   * @param to null: whoever accepts first
   */
  private record Offer(Task task, @Nullable Task exchange, @Nullable MemberId to) {}

  public CompletionStage<InteractionReply> offer(
      InteractionContext context, CommandOptions options) {
    var id = new SwapId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
    return task(context, options.required("task"))
        .thenCombine(
            exchange(context, options), (task, wanted) -> offer(context, options, task, wanted))
        .thenCompose(offer ->
            guildClient
                .decide(context, command(id, offer, options))
                .thenApply(_ -> message(context, id, offer, options.text("note"))));
  }

  private CompletionStage<Task> task(InteractionContext context, String typed) {
    return resolver
        .task(context, typed)
        .thenCompose(
            ref -> guildClient.ask(context, new GuildQuery.OneTask(ref), QueryResult.OneTask.class))
        .thenApply(QueryResult.OneTask::task);
  }

  private CompletionStage<@Nullable Task> exchange(
      InteractionContext context, CommandOptions options) {
    String typed = options.text("for");
    return typed == null ? completedFuture(null) : task(context, typed).thenApply(task -> task);
  }

  /** Without a member the offer goes to whoever has the task that is wanted. */
  private static Offer offer(
      InteractionContext context, CommandOptions options, Task task, @Nullable Task exchange) {
    MemberId to = options.member("who");
    Occurrence wanted = exchange == null ? null : exchange.open();
    if (to == null && exchange != null) {
      if (wanted == null || wanted.holders().size() != 1) {
        throw new InvalidInputException(
            context.messages().format("swap.with-whom", DiscordFormat.task(exchange)));
      }
      to = wanted.holders().getFirst();
    }
    return new Offer(task, exchange, to);
  }

  private static SwapCommand command(SwapId id, Offer offer, CommandOptions options) {
    Occurrence open = offer.task().open();
    Occurrence wanted = offer.exchange() == null ? null : offer.exchange().open();
    return new SwapCommand.Offer(
        id,
        new TaskRef.ById(offer.task().id()),
        open == null ? null : open.ordinal(),
        offer.to(),
        offer.exchange() == null ? null : new TaskRef.ById(offer.exchange().id()),
        wanted == null ? null : wanted.ordinal(),
        "always".equals(options.text("times")),
        options.text("note"));
  }

  private static InteractionReply message(
      InteractionContext context, SwapId id, Offer offer, @Nullable String note) {
    var messages = context.messages();
    String from = DiscordFormat.member(context.caller().id());
    String task = turn(context, offer.task());
    MemberId to = offer.to();
    String text =
        to == null
            ? messages.format("swap.offered-to-all", from, task)
            : offer.exchange() == null
                ? messages.format("swap.offered", from, task, DiscordFormat.member(to))
                : messages.format(
                    "swap.exchange",
                    from,
                    task,
                    DiscordFormat.member(to),
                    turn(context, offer.exchange()));
    if (note != null) {
      text += "\n> " + MarkdownEscape.singleLine(note);
    }
    var buttons = new ArrayList<Message.Button>();
    buttons.add(
        button(context, Message.Style.SUCCESS, "button.accept", SwapButtonId.Action.ACCEPT, id));
    if (to != null) {
      buttons.add(
          button(
              context, Message.Style.SECONDARY, "button.decline", SwapButtonId.Action.DECLINE, id));
    }
    buttons.add(
        button(
            context, Message.Style.SECONDARY, "button.withdraw", SwapButtonId.Action.WITHDRAW, id));
    return new InteractionReply.NewMessage(
        Message.text(text)
            .withButtons(buttons)
            .withAllowedMentions(to == null ? List.of() : List.of(to)),
        false);
  }

  private static String turn(InteractionContext context, Task task) {
    Occurrence open = task.open();
    return open == null
        ? DiscordFormat.task(task)
        : DiscordFormat.task(task) + " (" + DiscordFormat.due(open.due(), context.messages()) + ")";
  }

  private static Message.Button button(
      InteractionContext context,
      Message.Style style,
      String label,
      SwapButtonId.Action action,
      SwapId id) {
    return new Message.Button(
        style,
        context.messages().format(label),
        new SwapButtonId(action, context.guild(), id).toString());
  }

  /** Handles a pressed button. */
  public CompletionStage<InteractionReply> handle(InteractionContext context, SwapButtonId id) {
    SwapCommand command =
        switch (id.action()) {
          case ACCEPT -> new SwapCommand.Accept(id.swap());
          case DECLINE -> new SwapCommand.Decline(id.swap());
          case WITHDRAW -> new SwapCommand.Withdraw(id.swap());
        };
    String key =
        switch (id.action()) {
          case ACCEPT -> "swap.accepted";
          case DECLINE -> "swap.declined";
          case WITHDRAW -> "swap.withdrawn";
        };
    return guildClient
        .decideOnTask(context, command)
        .thenApply(view -> {
          Task task = view.task();
          String text =
              context
                  .messages()
                  .format(
                      key,
                      DiscordFormat.member(context.caller().id()),
                      DiscordFormat.task(task),
                      DiscordFormat.membersOrNobody(
                          task.open() == null ? List.of() : task.open().holders(),
                          context.messages()));
          return new InteractionReply.UpdateMessage(
              id.action() == SwapButtonId.Action.ACCEPT
                  ? TaskCard.of(context.card(), view).withContent(text)
                  : Message.text(text));
        });
  }
}
