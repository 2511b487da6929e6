package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /roster next}: who has what in the next weeks, with a forecast. */
public final class RosterForecastHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_LINES = 25;
  private static final int MAX_TITLE_LENGTH = 40;

  private final DiscordGuildClient guildClient;

  public RosterForecastHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> next(
      InteractionContext context, CommandOptions options) {
    var who = options.member("who");
    var weeks = options.number("weeks");
    return guildClient
        .ask(context, new GuildQuery.Roster(weeks == null ? 1 : weeks), QueryResult.Roster.class)
        .thenApply(roster -> {
          var entries =
              roster.entries().stream()
                  .filter(entry -> who == null || entry.members().contains(who))
                  .toList();
          return new InteractionReply.NewMessage(
              Message.embed(
                  new Message.Embed(
                      context.messages().format("forecast.title"),
                      text(context, entries, roster.complete()),
                      List.of(),
                      COLOUR)),
              true);
        });
  }

  private static String text(
      InteractionContext context, List<RosterEntry> entries, boolean complete) {
    var messages = context.messages();
    if (entries.isEmpty()) {
      return messages.format("forecast.empty");
    }
    var lines = new ArrayList<String>();
    for (var entry : entries.subList(0, Math.min(entries.size(), MAX_LINES))) {
      String title = Truncation.truncate(MAX_TITLE_LENGTH, entry.title());
      lines.add(
          messages.format(
              entry.ordinal() == null ? "forecast.expected" : "forecast.open",
              DiscordFormat.due(entry.due(), messages),
              "**" + MarkdownEscape.singleLine(title) + "** #" + entry.number(),
              DiscordFormat.membersOrNobody(entry.members(), messages)));
    }
    if (entries.size() > MAX_LINES || !complete) {
      lines.add(messages.format("forecast.more"));
    }
    return String.join("\n", lines);
  }
}
