package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.Member;
import dcm.view.MemberExport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /privacy export} and {@code /privacy forget}: what is kept about the caller. */
public final class PrivacyHandler {
  /** Beyond it the file ends and says so; the API has the rest. */
  private static final int MAX_ITEMS = 10_000;

  /** Characters of a file, below Discord's smallest limit of 10 MiB. */
  private static final long MAX_CHARACTERS = 4_000_000;

  private final DiscordGuildClient guildClient;
  private final MemberExport export;

  public PrivacyHandler(DiscordGuildClient guildClient, MemberExport export) {
    this.guildClient = guildClient;
    this.export = export;
  }

  public CompletionStage<InteractionReply> export(
      InteractionContext context, CommandOptions options) {
    return guildClient
        .ask(context, new GuildQuery.OwnData(), QueryResult.OwnData.class)
        .thenCompose(data ->
            collect(context, MemberExport.state(data), JsonNodeFactory.instance.objectNode(), 0, 0))
        .thenApply(collected ->
            new InteractionReply.NewFile(
                Message.text(context.messages().format("privacy.export")),
                "dcm-" + context.guild() + ".json",
                collected.toPrettyString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a page and those that follow, one array for each section. */
  private CompletionStage<ObjectNode> collect(
      InteractionContext context,
      MemberExport.Page page,
      ObjectNode collected,
      int items,
      long characters) {
    ArrayNode section = collected.withArray(page.section().name());
    long total = characters;
    for (var item : page.items()) {
      section.add(item);
      total += item.toString().length();
    }
    int count = items + page.items().size();
    if (page.next() == null) {
      return completedFuture(collected.put("complete", true));
    }
    if (count >= MAX_ITEMS || total >= MAX_CHARACTERS) {
      return completedFuture(collected.put("complete", false));
    }
    long now = total;
    return export
        .page(context.guild(), context.caller().id(), page.next(), MemberExport.MAX_PAGE_SIZE)
        .thenCompose(next -> collect(context, next, collected, count, now));
  }

  /** Explains what it means and asks for a confirmation. */
  public CompletionStage<InteractionReply> forget(
      InteractionContext context, CommandOptions options) {
    var button =
        new Message.Button(
            Message.Style.DANGER,
            context.messages().format("privacy.forget.button"),
            new PrivacyButtonId(context.guild(), context.caller().id()).toString());
    return completedFuture(
        new InteractionReply.NewMessage(
            Message.text(context.messages().format("privacy.forget")).withButtons(List.of(button)),
            true));
  }

  /** The button was pressed; only the member sees it. */
  public CompletionStage<InteractionReply> confirm(
      InteractionContext context, PrivacyButtonId button) {
    if (!button.guild().equals(context.guild()) || !button.member().equals(context.caller().id())) {
      return completedFuture(
          new InteractionReply.UpdateMessage(
              Message.text(context.messages().format("problem.old-button"))));
    }
    return guildClient
        .decide(context, new MemberCommand.Forget(button.member()))
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.MemberSubject(Member member)
              && member.pseudonym() != null) {
            return new InteractionReply.UpdateMessage(
                Message.text(
                    context
                        .messages()
                        .format(
                            "privacy.forgotten",
                            DiscordFormat.member(member.pseudonym(), context.messages()))));
          }
          throw new IllegalStateException("a member was forgotten without being the outcome");
        });
  }
}
