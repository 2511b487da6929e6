package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.words.Escape;
import dcm.discord.words.SpanText;
import dcm.discord.words.Texts;
import dcm.discord.words.ZoneText;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.Outcome;
import dcm.guild.Settings;
import dcm.guild.SettingsCommand;
import dcm.guild.SettingsPatch;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** {@code /settings}: shows the guild's settings; with options it changes them first. */
final class SettingsDesk {
  private static final int COLOUR = 0x5b8c85;
  private static final List<String> CHANGES =
      List.of("zone", "language", "reminders", "escalation", "channel");

  private final House house;

  SettingsDesk(House house) {
    this.house = house;
  }

  CompletionStage<Reply> answer(Knock knock, Options options) {
    if (CHANGES.stream().noneMatch(options::has)) {
      return house
          .ask(knock, new GuildQuery.ShowSettings(), Answer.ShownSettings.class)
          .thenApply(answer -> shown(knock, answer.settings(), Escape.line(answer.guildName())));
    }
    var patch = patch(knock, options);
    return house
        .settings(knock)
        .thenCompose(before ->
            house
                .decide(knock, new SettingsCommand.Change(null, patch))
                .thenApply(
                    outcome -> shown(knock, settings(outcome), title(knock, before, outcome))));
  }

  private static String title(Knock knock, Settings before, Outcome outcome) {
    boolean same = before.equals(settings(outcome));
    return knock.texts().say(same ? "settings.same" : "settings.changed");
  }

  private static Settings settings(Outcome outcome) {
    if (outcome.subject() instanceof Outcome.OfSettings(Settings settings, long _)) {
      return settings;
    }
    throw new IllegalStateException("expected settings, not " + outcome.subject());
  }

  private static SettingsPatch patch(Knock knock, Options options) {
    var escalation = escalation(knock, options);
    return new SettingsPatch(
        zone(knock, options.text("zone")),
        options.text("language"),
        null,
        reminders(knock, options),
        escalation == null || escalation.isEmpty() ? null : escalation.getFirst(),
        escalation != null && escalation.isEmpty(),
        options.channel("channel"),
        null);
  }

  private static @Nullable ZoneId zone(Knock knock, @Nullable String typed) {
    if (typed == null) {
      return null;
    }
    ZoneId zone = ZoneText.read(typed);
    if (zone == null) {
      throw new Misread(knock.texts().say("misread.zone", Escape.line(typed)));
    }
    return zone;
  }

  private static @Nullable List<Duration> reminders(Knock knock, Options options) {
    if (!options.has("reminders")) {
      return null;
    }
    var spans = SpanText.readAll(options.needed("reminders"));
    if (spans == null) {
      throw new Misread(
          knock.texts().say("misread.reminders", Escape.line(options.needed("reminders"))));
    }
    return spans;
  }

  private static @Nullable List<Duration> escalation(Knock knock, Options options) {
    if (!options.has("escalation")) {
      return null;
    }
    var spans = SpanText.readAll(options.needed("escalation"));
    if (spans == null || spans.size() > 1) {
      throw new Misread(
          knock.texts().say("misread.escalation", Escape.line(options.needed("escalation"))));
    }
    return spans;
  }

  private static Reply shown(Knock knock, Settings settings, String title) {
    var texts = knock.texts();
    String off = texts.say("settings.off");
    var fields =
        List.of(
            field(knock, "zone", "`" + settings.zone() + "`"),
            field(knock, "language", language(settings.locale(), texts)),
            field(
                knock,
                "reminders",
                settings.reminderOffsets().isEmpty()
                    ? off
                    : before(settings.reminderOffsets(), texts)),
            field(
                knock,
                "escalation",
                settings.escalateAfter() == null
                    ? off
                    : texts.say("settings.after", SpanText.write(settings.escalateAfter(), texts))),
            field(
                knock,
                "channel",
                settings.channel() == null
                    ? texts.say("settings.no-channel")
                    : "<#" + settings.channel() + ">"));
    return new Reply.Say(
        Message.embed(new Message.Embed(title, texts.say("settings.how"), fields, COLOUR)), true);
  }

  /** "24 hours before, at the due time": what is at the due itself is not before it. */
  private static String before(List<Duration> offsets, Texts texts) {
    var before = offsets.stream().filter(offset -> !offset.isZero()).toList();
    String atTheDue = texts.say("span.none");
    if (before.isEmpty()) {
      return atTheDue;
    }
    String words = texts.say("settings.before", SpanText.write(before, texts));
    return before.size() == offsets.size() ? words : words + ", " + atTheDue;
  }

  /** By its name in the reader's language; a tag that nobody has a name for stays a tag. */
  private static String language(String tag, Texts texts) {
    return Escape.line(
        Locale.forLanguageTag(tag).getDisplayName(Locale.forLanguageTag(texts.language().tag())));
  }

  private static Message.Field field(Knock knock, String name, String value) {
    return new Message.Field(knock.texts().say("settings.field." + name), value, true);
  }
}
