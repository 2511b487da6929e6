package dcm.discord.message;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.DiscordMessages;
import dcm.guild.reply.Refusal;
import dcm.notify.MessageLanguage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RefusalMessagesTest {
  /** The code is the first word in dashes after the field's name, or alone for a rule. */
  private static final Pattern CODE =
      Pattern.compile("(?:FieldError\\([^\"]*(?:\"[^\"]*\"|\\w+),|\\berror\\()\\s*\"([a-z-]+)\"");

  @Test
  void field_errors_are_translated_in_both_languages() {
    var refusal =
        new Refusal.Invalid(
            List.of(new Refusal.FieldError("assignment.order[3]", "duplicate", "twice")));
    assertThat(RefusalMessages.of(refusal, DiscordMessages.of(MessageLanguage.NL)))
        .isEqualTo("Dat klopt niet: beurten noemt iemand dubbel");
    assertThat(RefusalMessages.of(refusal, DiscordMessages.of(MessageLanguage.EN)))
        .isEqualTo("That does not fit: turns names somebody twice");
  }

  @Test
  void an_untranslated_error_shows_the_guilds_own_text() {
    var refusal =
        new Refusal.Invalid(List.of(new Refusal.FieldError("new`Field", "new-code", "is *new*")));
    assertThat(RefusalMessages.of(refusal, DiscordMessages.of(MessageLanguage.NL)))
        .isEqualTo("Dat klopt niet: `newField` is \\*new\\*");
  }

  @Test
  void every_error_code_of_the_guild_has_a_text() throws IOException {
    var codes = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src/main/java/dcm/guild"))) {
      for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        var found = CODE.matcher(Files.readString(file));
        while (found.find()) {
          codes.add(found.group(1));
        }
      }
    }
    assertThat(codes).hasSizeGreaterThan(20);
    for (var language : MessageLanguage.values()) {
      assertThat(codes)
          .as("in " + language)
          .allSatisfy(code ->
              assertThat(DiscordMessages.of(language).find("field-error." + code)).isNotNull());
    }
  }
}
