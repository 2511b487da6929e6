package dcm.discord;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.wire.Interaction;
import dcm.discord.wire.Reply;
import dcm.discord.words.Cut;
import dcm.discord.words.Escape;
import dcm.discord.words.ZoneText;
import dcm.guild.Answer;
import dcm.guild.Grouping;
import dcm.guild.GuildQuery;
import dcm.guild.Task;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** What fits what somebody is typing; nothing rather than something late. */
final class Suggestions {
  static final Reply NOTHING = new Reply.Offer(List.of());
  private static final int MOST = 25;
  private static final int MAX_LABEL = 100;
  private static final List<String> COMMON_ZONES =
      List.of(
          "Europe/Amsterdam",
          "Europe/Brussels",
          "Europe/London",
          "Europe/Berlin",
          "UTC",
          "America/New_York",
          "America/Los_Angeles",
          "Asia/Tokyo",
          "Australia/Sydney");

  private final House house;

  Suggestions(House house) {
    this.house = house;
  }

  CompletionStage<Reply> answer(Knock knock, Interaction.Typing typing) {
    String typed = typing.typed().strip().toLowerCase(Locale.ROOT);
    return switch (typing.focused()) {
      case "task" -> tasks(knock, typing.typed().strip());
      case "category" -> categories(knock, typed);
      case "zone" -> completedFuture(zones(typed));
      default -> completedFuture(NOTHING);
    };
  }

  private CompletionStage<Reply> tasks(Knock knock, String typed) {
    return house
        .ask(knock, new GuildQuery.SuggestTasks(typed), Answer.Tasks.class)
        .thenApply(answer ->
            new Reply.Offer(answer.tasks().stream().limit(MOST).map(Suggestions::task).toList()));
  }

  private static Reply.Choice task(Task task) {
    return new Reply.Choice(label(task), task.id().toString());
  }

  /** As Discord shows it, and as people may type or paste it. */
  static String label(Task task) {
    return Cut.to(MAX_LABEL, "#" + task.number() + " " + Escape.plain(task.title()));
  }

  private CompletionStage<Reply> categories(Knock knock, String typed) {
    return house
        .ask(knock, new GuildQuery.Groupings(Grouping.Kind.CATEGORY), Answer.Groupings.class)
        .thenApply(answer ->
            new Reply.Offer(
                answer.groupings().stream()
                    .filter(category -> category.name().toLowerCase(Locale.ROOT).contains(typed))
                    .limit(MOST)
                    .map(category ->
                        new Reply.Choice(Escape.plain(category.name()), category.id().toString()))
                    .toList()));
  }

  private static Reply zones(String typed) {
    var fitting = typed.isEmpty() ? COMMON_ZONES : ZoneText.fitting(typed);
    return new Reply.Offer(
        fitting.stream().limit(MOST).map(zone -> new Reply.Choice(zone, zone)).toList());
  }
}
