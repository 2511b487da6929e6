package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.message.TaskCard;
import dcm.guild.command.TaskCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult.SuggestedAssignee;
import dcm.guild.value.MemberId;
import dcm.guild.value.MemberLoad;
import dcm.guild.value.Task;
import dcm.guild.value.TaskRef;
import dcm.notify.MessageBundle;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /task suggest}: who should get a task and why, with the loads side by side. */
public final class SuggestHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_LOADS = 20;
  private static final long BALANCE_UNITS_PER_MINUTE = 1_000;

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public SuggestHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    return resolver
        .task(context, options.required("task"))
        .thenCompose(ref ->
            guildClient.ask(context, new GuildQuery.SuggestAssignee(ref), SuggestedAssignee.class))
        .thenApply(suggested -> new InteractionReply.NewMessage(message(context, suggested), true));
  }

  private static Message message(InteractionContext context, SuggestedAssignee suggested) {
    var messages = context.messages();
    String task = DiscordFormat.task(suggested.task());
    String reason = messages.format("suggest.reason." + suggested.reason().name());
    String text =
        suggested.members().isEmpty()
            ? messages.format("suggest.nobody", task, reason)
            : messages.format(
                "suggest.somebody", task, DiscordFormat.members(suggested.members()), reason);
    var message = Message.text(text);
    if (!suggested.loads().isEmpty()) {
      message = Message.embed(loads(suggested.loads(), messages)).withContent(text);
    }
    return suggested.ordinal() == null
            || suggested.members().size() != 1
            || isTheirs(suggested.task(), suggested.members())
        ? message
        : message.withButtons(List.of(assignButton(context, suggested, suggested.ordinal())));
  }

  /** Whether the open turn is already that of the suggested members. */
  private static boolean isTheirs(Task task, List<MemberId> members) {
    return task.open() != null && task.open().assignees().equals(members);
  }

  private static Message.Embed loads(List<MemberLoad> loads, MessageBundle messages) {
    var lines = loads.stream().limit(MAX_LOADS).map(load -> line(load, messages)).toList();
    return new Message.Embed(
        messages.format("suggest.loads"), String.join("\n", lines), List.of(), COLOUR);
  }

  private static String line(MemberLoad load, MessageBundle messages) {
    String line =
        messages.format(
            "suggest.load",
            DiscordFormat.member(load.member()),
            Math.round((double) load.balance() / BALANCE_UNITS_PER_MINUTE),
            load.assigned(),
            load.completed());
    if (!load.present()) {
      line += " · " + messages.format("suggest.away");
    }
    return load.full() ? line + " · " + messages.format("suggest.full") : line;
  }

  private static Message.Button assignButton(
      InteractionContext context, SuggestedAssignee suggested, int ordinal) {
    MemberId member = suggested.members().getFirst();
    var id =
        new TaskButtonId(
            TaskButtonId.Action.ASSIGN,
            context.guild(),
            suggested.task().id(),
            ordinal,
            member.toString());
    return new Message.Button(
        Message.Style.PRIMARY, context.messages().format("button.assign"), id.toString());
  }

  /** Handles the button: gives the turn to the suggested member. */
  static CompletionStage<InteractionReply> assign(
      DiscordGuildClient guildClient, InteractionContext context, TaskButtonId id) {
    MemberId member = MemberId.of(id.payload());
    var command =
        new TaskCommand.Assign(new TaskRef.ById(id.task()), id.ordinal(), List.of(member));
    return guildClient
        .decideOnTask(context, command)
        .thenApply(view -> {
          String text =
              context
                  .messages()
                  .format(
                      "assigned.to", DiscordFormat.member(member), DiscordFormat.task(view.task()));
          return new InteractionReply.NewMessage(
              TaskCard.of(context.card(), view).withContent(text), false);
        });
  }
}
