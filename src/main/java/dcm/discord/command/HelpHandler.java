package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.query.TaskFilter;
import dcm.guild.value.Permission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code /help} and {@code /dashboard}. */
public final class HelpHandler {
  private final DiscordGuildClient guildClient;

  public HelpHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  /** The help; with a button that begins the set-up while the guild has no tasks. */
  public CompletionStage<InteractionReply> help(
      InteractionContext context, CommandOptions options) {
    return offersSetup(context)
        // the help is needed most when the guild does not answer
        .exceptionally(_ -> false)
        .thenApply(offers -> {
          var message = Message.text(text(context, "help"));
          return new InteractionReply.NewMessage(
              offers
                  ? message
                      .withContent(
                          context.messages().format("help.setup") + "\n\n" + message.content())
                      .withButtons(
                          List.of(
                              new Message.Button(
                                  Message.Style.PRIMARY,
                                  context.messages().format("button.setup"),
                                  SetupComponentId.open(""))))
                  : message,
              true);
        });
  }

  private CompletionStage<Boolean> offersSetup(InteractionContext context) {
    var anyTask = new GuildQuery.Tasks(TaskFilter.ALL, TaskFilter.Sort.DUE, 0, 1);
    return guildClient
        .ask(context, new GuildQuery.Me(), QueryResult.Me.class)
        .thenCombine(
            guildClient.ask(context, anyTask, QueryResult.Tasks.class),
            (me, tasks) -> tasks.total() == 0 && maySetUp(me.permissions()));
  }

  private static boolean maySetUp(Set<Permission> permissions) {
    return permissions.contains(Permission.SETTINGS_MANAGE)
        || permissions.contains(Permission.TASK_CREATE);
  }

  public CompletionStage<InteractionReply> dashboard(
      InteractionContext context, CommandOptions options) {
    return completedFuture(
        new InteractionReply.NewMessage(Message.text(text(context, "dashboard")), true));
  }

  private static String text(InteractionContext context, String key) {
    var messages = context.messages();
    var links = context.links();
    return messages.format(key, links.guild(context.guild()), links.guide(messages.language()));
  }
}
