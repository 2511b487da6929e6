package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.guild.command.MemberCommand;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.GuildSettings;
import dcm.guild.value.MemberId;
import dcm.guild.value.Standing;
import dcm.notify.MessageBundle;
import dcm.view.Leaderboard;
import dcm.view.PointsLedger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code /leaderboard} and {@code /points}. */
public final class PointsHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_PLACES = 10;
  private static final String ALL = "all";

  private final DiscordGuildClient guildClient;
  private final PointsLedger ledger;

  public PointsHandler(DiscordGuildClient guildClient, PointsLedger ledger) {
    this.guildClient = guildClient;
    this.ledger = ledger;
  }

  /** The members with the most points of the week or the month on the guild's clock, or of all. */
  public CompletionStage<InteractionReply> leaderboard(
      InteractionContext context, CommandOptions options) {
    String mine = options.text("mine");
    if (mine != null) {
      return change(context, mine.equals("show"));
    }
    String period = options.has("period") ? options.required("period") : ALL;
    return guildClient
        .ask(context, new GuildQuery.Leaderboard(), QueryResult.Leaderboard.class)
        .thenCompose(result ->
            points(context, result, period)
                .thenApply(points -> leaderboard(context, period, result.standings(), points)));
  }

  /** Changes whether others see the caller's points. */
  private CompletionStage<InteractionReply> change(InteractionContext context, boolean shown) {
    var command = new MemberCommand.EditProfile(context.caller().id(), null, null, null, shown);
    String key = shown ? "leaderboard.shown" : "leaderboard.hides";
    return guildClient
        .decide(context, command)
        .thenApply(_ -> reply(Message.text(context.messages().format(key))));
  }

  private CompletionStage<Map<MemberId, Long>> points(
      InteractionContext context, QueryResult.Leaderboard result, String period) {
    return period.equals(ALL)
        ? completedFuture(
            result.standings().stream()
                .filter(standing -> standing.balance() != 0 || standing.bestStreak() > 0)
                .collect(Collectors.toMap(Standing::member, Standing::balance)))
        : ledger.sums(
            context.guild(), start(context.receivedAt(), result.settings(), period), null);
  }

  private static Instant start(Instant now, GuildSettings settings, String period) {
    LocalDate today = LocalDate.ofInstant(now, settings.zone());
    LocalDate first =
        period.equals("week")
            ? today.with(TemporalAdjusters.previousOrSame(settings.weekStart()))
            : today.withDayOfMonth(1);
    return first.atStartOfDay(settings.zone()).toInstant();
  }

  private static InteractionReply leaderboard(
      InteractionContext context,
      String period,
      List<Standing> standings,
      Map<MemberId, Long> points) {
    var messages = context.messages();
    var places = Leaderboard.of(standings, points).places();
    if (places.isEmpty()) {
      return reply(Message.text(messages.format("leaderboard.empty")));
    }
    var lines = new ArrayList<String>();
    MemberId caller = context.caller().id();
    boolean shown = false;
    for (var place : places.subList(0, Math.min(MAX_PLACES, places.size()))) {
      shown |= place.standing().member().equals(caller);
      lines.add(
          messages.format(
              "leaderboard.line",
              place.rank(),
              DiscordFormat.member(place.standing().member()),
              place.points(),
              place.standing().streak()));
    }
    if (!shown) {
      standings.stream()
          .filter(standing -> standing.member().equals(caller))
          .forEach(own -> lines.add("\n" + own(messages, own, points.getOrDefault(caller, 0L))));
    }
    return reply(
        Message.embed(
            new Message.Embed(
                messages.format("leaderboard." + period),
                String.join("\n", lines),
                List.of(),
                COLOUR)));
  }

  private static String own(MessageBundle messages, Standing own, long points) {
    return messages.format(
        own.onLeaderboard() ? "leaderboard.own" : "leaderboard.own-hidden", points);
  }

  /** The points of the caller or of another member. */
  public CompletionStage<InteractionReply> points(
      InteractionContext context, CommandOptions options) {
    MemberId named = options.member("who");
    MemberId who = named == null ? context.caller().id() : named;
    return guildClient
        .ask(context, new GuildQuery.MemberPoints(who), QueryResult.MemberPoints.class)
        .thenApply(result -> reply(Message.text(text(context.messages(), result.standing()))));
  }

  private static String text(MessageBundle messages, Standing standing) {
    String points =
        messages.format(
            "points.of",
            DiscordFormat.member(standing.member()),
            standing.balance(),
            standing.streak(),
            standing.bestStreak());
    return standing.onLeaderboard() ? points : points + "\n" + messages.format("points.hidden");
  }

  private static InteractionReply reply(Message message) {
    return new InteractionReply.NewMessage(message, true);
  }
}
