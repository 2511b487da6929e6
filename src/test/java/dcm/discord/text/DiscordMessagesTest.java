package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.notify.MessageLanguage;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DiscordMessagesTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]}");

  @Test
  void every_language_has_the_same_texts() {
    assertThat(DiscordMessages.of(MessageLanguage.NL).keys())
        .containsExactlyInAnyOrderElementsOf(DiscordMessages.of(MessageLanguage.EN).keys());
  }

  @Test
  void a_text_has_the_same_placeholders_in_every_language() {
    for (String key : DiscordMessages.of(MessageLanguage.EN).keys()) {
      assertThat(placeholders(MessageLanguage.NL, key))
          .as(key)
          .isEqualTo(placeholders(MessageLanguage.EN, key));
    }
  }

  @Test
  void every_text_is_a_message_pattern() {
    for (var language : MessageLanguage.values()) {
      var messages = DiscordMessages.of(language);
      assertThat(messages.keys()).allSatisfy(key -> assertThat(messages.find(key)).isNotNull());
    }
  }

  @Test
  void a_number_chooses_between_singular_and_plural() {
    var english = DiscordMessages.of(MessageLanguage.EN);
    assertThat(english.format("duration.minute", 1)).isEqualTo("1 minute");
    assertThat(english.format("duration.minute", 1450)).isEqualTo("1450 minutes");
    var dutch = DiscordMessages.of(MessageLanguage.NL);
    assertThat(dutch.format("duration.day", 1)).isEqualTo("1 dag");
    assertThat(dutch.format("duration.hour", 2)).isEqualTo("2 uur");
  }

  @Test
  void a_number_outside_a_plural_is_written_without_grouping() {
    assertThat(DiscordMessages.of(MessageLanguage.EN).format("refused.unknown-number", 12345))
        .isEqualTo("There is no task #12345.");
  }

  @Test
  void arguments_are_not_read_as_patterns() {
    assertThat(DiscordMessages.of(MessageLanguage.EN).format("created.by", "{1}", "x"))
        .isEqualTo("{1} added x");
  }

  @Test
  void an_unknown_key_is_rejected() {
    assertThatThrownBy(() -> DiscordMessages.of(MessageLanguage.EN).format("no.such.text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> placeholders(MessageLanguage language, String key) {
    var placeholders = new TreeSet<String>();
    PLACEHOLDER
        .matcher(DiscordMessages.of(language).format(key))
        .results()
        .forEach(placeholder -> placeholders.add(placeholder.group()));
    return placeholders;
  }
}
