package dcm.discord.command;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dcm.discord.client.Interaction;
import dcm.discord.client.InteractionReply;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.message.DiscordFormat;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.Truncation;
import dcm.discord.text.ZoneParser;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Absence;
import dcm.guild.value.Grouping;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Suggestions for the option that the user types in. */
public final class AutocompleteHandler {
  public static final InteractionReply NO_CHOICES = new InteractionReply.Choices(List.of());
  private static final int MAX_CHOICES = 25;
  private static final int MAX_DELETED = 200;
  private static final int MAX_LABEL_LENGTH = 100;
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

  private final DiscordGuildClient guildClient;

  public AutocompleteHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, Interaction.Autocomplete autocomplete) {
    String typed = autocomplete.value().strip().toLowerCase(Locale.ROOT);
    return switch (autocomplete.focusedOption()) {
      case "absence" -> absences(context);
      case "task", "for" ->
          autocomplete.path().contains("restore")
              ? deletedTasks(context, typed)
              : tasks(context, autocomplete.value().strip());
      case "category" -> categories(context, typed);
      case "repeat" ->
          completedFuture(
              choices(
                  ScheduleSuggestions.repetitions(
                      autocomplete.value().strip(), context.messages().language())));
      case "months" ->
          completedFuture(
              choices(
                  ScheduleSuggestions.seasons(
                      autocomplete.value().strip(), context.messages().language())));
      case "zone" -> completedFuture(zones(typed));
      case "holiday" -> holidays(context, typed);
      default -> completedFuture(NO_CHOICES);
    };
  }

  private CompletionStage<InteractionReply> tasks(InteractionContext context, String typed) {
    return guildClient
        .ask(context, new GuildQuery.SuggestTasks(typed), QueryResult.SuggestedTasks.class)
        .thenApply(answer ->
            new InteractionReply.Choices(
                answer.tasks().stream()
                    .limit(MAX_CHOICES)
                    .map(AutocompleteHandler::task)
                    .toList()));
  }

  /** Tasks that can be restored, the one deleted last first. */
  private CompletionStage<InteractionReply> deletedTasks(InteractionContext context, String typed) {
    return guildClient
        .ask(context, new GuildQuery.DeletedTasks(0, MAX_DELETED), QueryResult.DeletedTasks.class)
        .thenApply(answer ->
            new InteractionReply.Choices(
                answer.tasks().stream()
                    .map(entry -> task(entry.task()))
                    .filter(choice -> choice.name().toLowerCase(Locale.ROOT).contains(typed))
                    .limit(MAX_CHOICES)
                    .toList()));
  }

  private static InteractionReply.Choice task(Task task) {
    return new InteractionReply.Choice(label(task), task.id().toString());
  }

  /** The text of a suggestion, which users may also type or paste. */
  static String label(Task task) {
    return Truncation.truncate(
        MAX_LABEL_LENGTH, "#" + task.number() + " " + MarkdownEscape.plainText(task.title()));
  }

  /** The caller's own absences. */
  private CompletionStage<InteractionReply> absences(InteractionContext context) {
    return guildClient
        .ask(context, new GuildQuery.Me(), QueryResult.Me.class)
        .thenCombine(
            guildClient.settings(context),
            (me, settings) ->
                new InteractionReply.Choices(
                    me.member().allAbsences().stream()
                        .sorted(Comparator.comparing(Absence::from))
                        .limit(MAX_CHOICES)
                        .map(absence ->
                            new InteractionReply.Choice(
                                absenceLabel(context, absence, settings.zone()),
                                absence.id().toString()))
                        .toList()));
  }

  private static String absenceLabel(InteractionContext context, Absence absence, ZoneId zone) {
    var messages = context.messages();
    String from = DiscordFormat.typedDay(LocalDate.ofInstant(absence.from(), zone), messages);
    Instant until = absence.until();
    return Truncation.truncate(
        MAX_LABEL_LENGTH,
        until == null
            ? from
            : from
                + " – "
                + DiscordFormat.typedDay(
                    LocalDate.ofInstant(until.minusSeconds(1), zone), messages));
  }

  private CompletionStage<InteractionReply> holidays(InteractionContext context, String typed) {
    return guildClient
        .ask(context, new GuildQuery.ShowHolidays(), QueryResult.ShownHolidays.class)
        .thenApply(shown ->
            new InteractionReply.Choices(
                HolidayHandler.entries(shown.calendar(), context.messages())
                    .filter(entry -> entry.label().toLowerCase(Locale.ROOT).contains(typed))
                    .limit(MAX_CHOICES)
                    .map(entry ->
                        new InteractionReply.Choice(
                            Truncation.truncate(MAX_LABEL_LENGTH, entry.label()), entry.id()))
                    .toList()));
  }

  private CompletionStage<InteractionReply> categories(InteractionContext context, String typed) {
    return guildClient
        .ask(context, new GuildQuery.Groupings(Grouping.Kind.CATEGORY), QueryResult.Groupings.class)
        .thenApply(answer ->
            new InteractionReply.Choices(
                answer.groupings().stream()
                    .filter(category -> category.name().toLowerCase(Locale.ROOT).contains(typed))
                    .limit(MAX_CHOICES)
                    .map(category ->
                        new InteractionReply.Choice(
                            MarkdownEscape.plainText(category.name()), category.id().toString()))
                    .toList()));
  }

  /** Suggestions that are also what is typed. */
  private static InteractionReply choices(Stream<String> texts) {
    return new InteractionReply.Choices(
        texts
            .distinct()
            .filter(text -> text.length() <= MAX_LABEL_LENGTH)
            .limit(MAX_CHOICES)
            .map(text -> new InteractionReply.Choice(text, text))
            .toList());
  }

  private static InteractionReply zones(String typed) {
    var matching = typed.isEmpty() ? COMMON_ZONES : ZoneParser.matching(typed);
    return new InteractionReply.Choices(
        matching.stream()
            .limit(MAX_CHOICES)
            .map(zone -> new InteractionReply.Choice(zone, zone))
            .toList());
  }
}
