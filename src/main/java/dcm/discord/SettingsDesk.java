package dcm.discord;

import dcm.discord.wire.Message;
import dcm.discord.wire.Reply;
import dcm.discord.words.Escape;
import dcm.discord.words.SpanText;
import dcm.guild.Answer;
import dcm.guild.GuildQuery;
import dcm.guild.Outcome;
import dcm.guild.Settings;
import dcm.guild.SettingsCommand;
import dcm.guild.SettingsPatch;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
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
    return house
        .decide(knock, new SettingsCommand.Change(null, patch(knock, options)))
        .thenApply(outcome -> {
          if (outcome.subject() instanceof Outcome.OfSettings(Settings settings, long _)) {
            return shown(knock, settings, knock.texts().say("settings.changed"));
          }
          throw new IllegalStateException("expected settings, not " + outcome.subject());
        });
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
    String wanted = typed.strip().replace(' ', '_');
    for (String known : ZoneId.getAvailableZoneIds()) {
      if (known.equalsIgnoreCase(wanted)) {
        try {
          return ZoneId.of(known);
        } catch (DateTimeException e) {
          break;
        }
      }
    }
    throw new Misread(knock.texts().say("misread.zone", Escape.line(typed)));
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
            field(knock, "language", "`" + settings.locale() + "`"),
            field(
                knock,
                "reminders",
                settings.reminderOffsets().isEmpty()
                    ? off
                    : texts.say("settings.before", SpanText.write(settings.reminderOffsets()))),
            field(
                knock,
                "escalation",
                settings.escalateAfter() == null
                    ? off
                    : texts.say("settings.after", SpanText.write(settings.escalateAfter()))),
            field(
                knock,
                "channel",
                settings.channel() == null
                    ? texts.say("settings.no-channel")
                    : "<#" + settings.channel() + ">"));
    return new Reply.Say(
        Message.embed(new Message.Embed(title, texts.say("settings.how"), fields, COLOUR)), true);
  }

  private static Message.Field field(Knock knock, String name, String value) {
    return new Message.Field(knock.texts().say("settings.field." + name), value, true);
  }
}
