package dcm.discord.message;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.DiscordLanguage;
import dcm.discord.text.MessageBundle;
import dcm.guild.reply.Refusal;
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
  void what_is_wrong_with_a_field_is_said_in_both_languages() {
    var refusal =
        new Refusal.Invalid(
            List.of(new Refusal.FieldError("assignment.order[3]", "duplicate", "twice")));
    assertThat(RefusalMessages.of(refusal, MessageBundle.of(DiscordLanguage.NL)))
        .isEqualTo("Dat klopt niet: beurten noemt iemand dubbel");
    assertThat(RefusalMessages.of(refusal, MessageBundle.of(DiscordLanguage.EN)))
        .isEqualTo("That does not fit: turns names somebody twice");
  }

  @Test
  void what_nobody_translated_is_said_as_the_guild_says_it() {
    var refusal =
        new Refusal.Invalid(List.of(new Refusal.FieldError("new`Field", "new-code", "is *new*")));
    assertThat(RefusalMessages.of(refusal, MessageBundle.of(DiscordLanguage.NL)))
        .isEqualTo("Dat klopt niet: `newField` is \\*new\\*");
  }

  @Test
  void every_code_of_the_guild_has_its_words() throws IOException {
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
    for (var language : DiscordLanguage.values()) {
      assertThat(codes)
          .as("in " + language)
          .allSatisfy(code ->
              assertThat(MessageBundle.of(language).find("field-error." + code)).isNotNull());
    }
  }
}
