package dcm.discord.command;

import dcm.discord.client.InteractionReply;
import dcm.discord.client.Message;
import dcm.discord.interaction.DiscordGuildClient;
import dcm.discord.interaction.InteractionContext;
import dcm.discord.interaction.InteractionException.InvalidInputException;
import dcm.discord.text.DurationParser;
import dcm.discord.text.MarkdownEscape;
import dcm.discord.text.ZoneParser;
import dcm.guild.command.SettingsCommand;
import dcm.guild.command.SettingsPatch;
import dcm.guild.query.GuildQuery;
import dcm.guild.query.QueryResult;
import dcm.guild.reply.Outcome;
import dcm.guild.value.GuildSettings;
import dcm.notify.MessageBundle;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /settings}: shows the guild's settings, and changes them first when options are given. */
public final class SettingsHandler {
  private static final int COLOUR = 0x5b8c85;
  private static final List<String> CHANGEABLE_OPTIONS =
      List.of(
          "zone",
          "language",
          "reminders",
          "escalation",
          "channel",
          "points",
          "leaderboard",
          "half-life");

  private final DiscordGuildClient guildClient;

  public SettingsHandler(DiscordGuildClient guildClient) {
    this.guildClient = guildClient;
  }

  public CompletionStage<InteractionReply> handle(
      InteractionContext context, CommandOptions options) {
    if (CHANGEABLE_OPTIONS.stream().noneMatch(options::has)) {
      return guildClient
          .ask(context, new GuildQuery.ShowSettings(), QueryResult.ShownSettings.class)
          .thenApply(answer ->
              render(context, answer.settings(), MarkdownEscape.singleLine(answer.guildName())));
    }
    var patch = patch(context, options);
    return guildClient
        .settings(context)
        .thenCompose(before ->
            guildClient
                .decide(context, new SettingsCommand.Change(null, patch))
                .thenApply(outcome ->
                    render(context, settings(outcome), title(context, before, outcome))));
  }

  private static String title(InteractionContext context, GuildSettings before, Outcome outcome) {
    boolean same = before.equals(settings(outcome));
    return context.messages().format(same ? "settings.same" : "settings.changed");
  }

  private static GuildSettings settings(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.SettingsSubject(GuildSettings settings, long _)) {
      return settings;
    }
    throw new IllegalStateException("expected settings, not " + outcome.subject());
  }

  private static SettingsPatch patch(InteractionContext context, CommandOptions options) {
    var escalation = escalation(context, options);
    var weeks = options.number("half-life");
    return new SettingsPatch(
        zone(context, options.text("zone")),
        options.text("language"),
        null,
        reminders(context, options),
        escalation == null || escalation.isEmpty() ? null : escalation.getFirst(),
        escalation != null && escalation.isEmpty(),
        options.channel("channel"),
        null,
        null,
        onOrOff(options, "points"),
        onOrOff(options, "leaderboard"),
        weeks == null || weeks == 0 ? null : weeks,
        weeks != null && weeks == 0);
  }

  private static @Nullable Boolean onOrOff(CommandOptions options, String name) {
    return options.has(name) ? options.required(name).equals("on") : null;
  }

  private static @Nullable ZoneId zone(InteractionContext context, @Nullable String typed) {
    if (typed == null) {
      return null;
    }
    ZoneId zone = ZoneParser.parse(typed);
    if (zone == null) {
      throw new InvalidInputException(
          context.messages().format("invalid-input.zone", MarkdownEscape.singleLine(typed)));
    }
    return zone;
  }

  private static @Nullable List<Duration> reminders(
      InteractionContext context, CommandOptions options) {
    if (!options.has("reminders")) {
      return null;
    }
    var durations = DurationParser.parseAll(options.required("reminders"));
    if (durations == null) {
      throw new InvalidInputException(
          context
              .messages()
              .format(
                  "invalid-input.reminders",
                  MarkdownEscape.singleLine(options.required("reminders"))));
    }
    return durations;
  }

  private static @Nullable List<Duration> escalation(
      InteractionContext context, CommandOptions options) {
    if (!options.has("escalation")) {
      return null;
    }
    var durations = DurationParser.parseAll(options.required("escalation"));
    if (durations == null || durations.size() > 1) {
      throw new InvalidInputException(
          context
              .messages()
              .format(
                  "invalid-input.escalation",
                  MarkdownEscape.singleLine(options.required("escalation"))));
    }
    return durations;
  }

  private static InteractionReply render(
      InteractionContext context, GuildSettings settings, String title) {
    var messages = context.messages();
    String onText = messages.format("settings.on");
    String offText = messages.format("settings.off");
    var fields =
        List.of(
            field(context, "zone", "`" + settings.zone() + "`"),
            field(context, "language", language(settings.locale(), messages)),
            field(
                context,
                "reminders",
                settings.reminderOffsets().isEmpty()
                    ? offText
                    : formatOffsets(settings.reminderOffsets(), messages)),
            field(
                context,
                "escalation",
                settings.escalateAfter() == null
                    ? offText
                    : messages.format(
                        "settings.after",
                        DurationParser.format(settings.escalateAfter(), messages))),
            field(
                context,
                "channel",
                settings.channel() == null
                    ? messages.format("settings.no-channel")
                    : "<#" + settings.channel() + ">"),
            field(context, "points", settings.givesPoints() ? onText : offText),
            field(context, "leaderboard", settings.showsLeaderboard() ? onText : offText),
            field(
                context,
                "half-life",
                settings.balanceHalfLifeWeeks() == null
                    ? offText
                    : messages.format("settings.weeks", settings.balanceHalfLifeWeeks())));
    return new InteractionReply.NewMessage(
        Message.embed(new Message.Embed(title, messages.format("settings.how"), fields, COLOUR)),
        true);
  }

  /** "24 hours before, at the due time": a zero offset has its own text. */
  static String formatOffsets(List<Duration> offsets, MessageBundle messages) {
    var before = offsets.stream().filter(offset -> !offset.isZero()).toList();
    String atDueText = messages.format("duration.none");
    if (before.isEmpty()) {
      return atDueText;
    }
    String text = messages.format("settings.before", DurationParser.format(before, messages));
    return before.size() == offsets.size() ? text : text + ", " + atDueText;
  }

  /** The name of the language in the reader's language; an unknown tag is shown as it is. */
  private static String language(String tag, MessageBundle messages) {
    return MarkdownEscape.singleLine(
        Locale.forLanguageTag(tag).getDisplayName(messages.language().locale()));
  }

  private static Message.Field field(InteractionContext context, String name, String value) {
    return new Message.Field(context.messages().format("settings.field." + name), value, true);
  }
}
