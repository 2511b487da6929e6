package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.notify.MessageBundle;
import dcm.view.Counts;
import dcm.view.StatisticsQuery;
import dcm.view.StatisticsReport;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@code /stats}: what was done in a period, and by whom. */
public final class StatisticsHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final int MAX_MEMBERS = 15;
  private static final int MAX_TASKS = 5;

  private final DiscordGuildClient guildClient;
  private final StatisticsQuery statistics;

  public StatisticsHandler(DiscordGuildClient guildClient, StatisticsQuery statistics) {
    this.guildClient = guildClient;
    this.statistics = statistics;
  }

  /** This week, this month, or the last 90 or 365 days on the guild's clock. */
  public CompletionStage<InteractionReply> show(
      InteractionContext context, CommandOptions options) {
    String period = options.has("period") ? options.required("period") : "month";
    return guildClient
        .ask(context, new GuildQuery.StatisticsScope(), QueryResult.StatisticsScope.class)
        .thenCompose(scope -> {
          LocalDate today = LocalDate.ofInstant(context.receivedAt(), scope.zone());
          var selection =
              new StatisticsQuery.Selection(
                  start(today, period, scope.weekStart()), today.plusDays(1), null, null);
          return statistics
              .find(context.guild(), selection, scope.zone(), scope.weekStart())
              .thenApply(report ->
                  new InteractionReply.NewMessage(
                      message(context.messages(), period, scope, report), true));
        });
  }

  private static LocalDate start(LocalDate today, String period, DayOfWeek weekStart) {
    return switch (period) {
      case "week" -> today.with(TemporalAdjusters.previousOrSame(weekStart));
      case "quarter" -> today.minusDays(89);
      case "year" -> today.minusDays(364);
      default -> today.withDayOfMonth(1);
    };
  }

  private static Message message(
      MessageBundle messages,
      String period,
      QueryResult.StatisticsScope scope,
      StatisticsReport report) {
    Counts total = report.total();
    if (total.equals(Counts.NONE)) {
      return Message.text(messages.format("stats.empty"));
    }
    var lines = new ArrayList<String>();
    lines.add(
        messages.format(
            "stats.total",
            total.done(),
            total.late(),
            total.missed() + total.expired(),
            total.skipped(),
            total.minutes()));
    lines.add("");
    report.members().stream()
        .sorted(
            Comparator.comparingDouble(StatisticsReport.MemberShare::share)
                .reversed()
                .thenComparing(StatisticsReport.MemberShare::member))
        .limit(MAX_MEMBERS)
        .forEach(each -> lines.add(line(messages, each)));
    if (scope.allTasks() && total.done() > 0) {
      lines.add("");
      lines.add(messages.format("stats.tasks"));
      report.tasks().stream()
          .filter(task -> task.counts().done() > 0)
          .limit(MAX_TASKS)
          .forEach(task ->
              lines.add(
                  messages.format(
                      "stats.task",
                      task.number(),
                      MarkdownEscape.singleLine(task.title()),
                      task.counts().done())));
    }
    return Message.embed(
        new Message.Embed(
            messages.format("stats." + period), String.join("\n", lines), List.of(), COLOUR));
  }

  private static String line(MessageBundle messages, StatisticsReport.MemberShare each) {
    return messages.format(
        "stats.member",
        DiscordFormat.member(each.member()),
        each.counts().done(),
        each.counts().late(),
        each.counts().missed(),
        Math.round(100 * each.share()),
        Math.round(100 * each.fairShare()));
  }
}
