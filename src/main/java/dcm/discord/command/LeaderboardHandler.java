package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Standing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /leaderboard}: the points of all time, for the caller's eyes only. */
public final class LeaderboardHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_PLACES = 10;
  private static final Comparator<Standing> BY_POINTS =
      Comparator.comparingLong(Standing::balance)
          .reversed()
          .thenComparing(Comparator.comparingInt(Standing::streak).reversed())
          .thenComparing(Standing::member);

  private final DiscordGuildClient guildClient;

  public LeaderboardHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    String mine = options.text("mine");
    return mine == null ? show(context) : change(context, mine.equals("show"));
  }

  /** Changes whether others see the caller's points. */
  private CompletionStage<InteractionReply> change(InteractionContext context, boolean shown) {
    var command = new MemberCommand.EditProfile(context.caller().id(), null, null, null, shown);
    String key = shown ? "leaderboard.shown" : "leaderboard.hides";
    return guildClient
        .decide(context, command)
        .thenApply(_ ->
            new InteractionReply.NewMessage(Message.text(context.messages().format(key)), true));
  }

  private CompletionStage<InteractionReply> show(InteractionContext context) {
    return guildClient
        .ask(context, new GuildQuery.Leaderboard(), QueryResult.Leaderboard.class)
        .thenApply(
            answer -> new InteractionReply.NewMessage(message(context, answer.standings()), true));
  }

  private static Message message(InteractionContext context, List<Standing> standings) {
    var messages = context.messages();
    var ordered = standings.stream().filter(Standing::onLeaderboard).sorted(BY_POINTS).toList();
    var lines = new ArrayList<String>();
    for (int place = 1; place <= ordered.size(); place++) {
      Standing standing = ordered.get(place - 1);
      boolean own = standing.member().equals(context.caller().id());
      if (place <= MAX_PLACES || own) {
        lines.add(place + ". " + line(context, standing));
      }
    }
    standings.stream()
        .filter(standing -> !standing.onLeaderboard())
        .filter(standing -> standing.member().equals(context.caller().id()))
        .forEach(standing ->
            lines.add(line(context, standing) + " · " + messages.format("leaderboard.hidden")));
    return lines.isEmpty()
        ? Message.text(messages.format("leaderboard.empty"))
        : Message.embed(
            new Message.Embed(
                messages.format("leaderboard.title"), String.join("\n", lines), List.of(), COLOUR));
  }

  private static String line(InteractionContext context, Standing standing) {
    return context
        .messages()
        .format(
            "leaderboard.line",
            DiscordFormat.member(standing.member()),
            standing.balance(),
            standing.streak());
  }
}
