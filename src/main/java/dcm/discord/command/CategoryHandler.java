package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.command.GroupingCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Grouping;
import dcm.guild.value.GroupingId;
import dcm.guild.value.UuidV7;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * {@code /category create|list|delete}. Categories are made by a command of their own and not by a
 * new name at a task: a typing error would make one.
 */
public final class CategoryHandler {
  private static final int COLOUR = 0x5b8c85;

  /** Colours of new categories, which can be changed on the dashboard. */
  private static final List<String> PALETTE =
      List.of("#5b8c85", "#c4553b", "#3fa7d6", "#e0a030", "#7a5ea8", "#6b8e23", "#b0527a");

  private final DiscordGuildClient guildClient;
  private final ReferenceResolver resolver;

  public CategoryHandler(DiscordGuildClient guildClient, ReferenceResolver resolver) {
    this.guildClient = guildClient;
    this.resolver = resolver;
  }

  public CompletionStage<InteractionReply> create(
      InteractionContext context, CommandOptions options) {
    String name = options.required("name").strip();
    var id = new GroupingId(UuidV7.at(context.receivedAt(), ThreadLocalRandom.current()));
    String colour = PALETTE.get(Math.floorMod(name.hashCode(), PALETTE.size()));
    return guildClient
        .decide(context, new GroupingCommand.Create(id, Grouping.Kind.CATEGORY, name, colour))
        .thenApply(_ -> reply(context, "category.created", name));
  }

  public CompletionStage<InteractionReply> delete(
      InteractionContext context, CommandOptions options) {
    return resolver
        .category(context, options.required("category"))
        .thenCompose(id ->
            categories(context)
                .thenCompose(before ->
                    guildClient
                        .decide(
                            context,
                            new GroupingCommand.Delete(
                                Objects.requireNonNull(id), Grouping.Kind.CATEGORY, null))
                        .thenApply(_ -> reply(context, "category.deleted", name(before, id)))));
  }

  private static String name(List<Grouping> categories, GroupingId id) {
    return categories.stream()
        .filter(category -> category.id().equals(id))
        .map(Grouping::name)
        .findAny()
        .orElse("");
  }

  public CompletionStage<InteractionReply> list(
      InteractionContext context, CommandOptions options) {
    return categories(context)
        .thenApply(categories -> {
          var messages = context.messages();
          if (categories.isEmpty()) {
            return new InteractionReply.NewMessage(
                Message.text(messages.format("category.none")), true);
          }
          String names =
              categories.stream()
                  .map(category -> MarkdownEscape.singleLine(category.name()))
                  .collect(Collectors.joining("\n"));
          return new InteractionReply.NewMessage(
              Message.embed(
                  new Message.Embed(
                      messages.format("category.title", categories.size()),
                      names,
                      List.of(),
                      COLOUR)),
              true);
        });
  }

  private CompletionStage<List<Grouping>> categories(InteractionContext context) {
    return guildClient
        .ask(context, new GuildQuery.Groupings(Grouping.Kind.CATEGORY), QueryResult.Groupings.class)
        .thenApply(QueryResult.Groupings::groupings);
  }

  private static InteractionReply reply(InteractionContext context, String key, String name) {
    return new InteractionReply.NewMessage(
        Message.text(
            context
                .messages()
                .format(
                    key,
                    DiscordFormat.member(context.caller().id()),
                    "**" + MarkdownEscape.singleLine(name) + "**")),
        false);
  }
}
