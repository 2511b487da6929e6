package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MessageBundleTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[0-9]}");

  @Test
  void every_language_has_the_same_texts() {
    assertThat(MessageBundle.keys(DiscordLanguage.NL))
        .containsExactlyInAnyOrderElementsOf(MessageBundle.keys(DiscordLanguage.EN));
  }

  @Test
  void a_text_has_the_same_placeholders_in_every_language() {
    for (String key : MessageBundle.keys(DiscordLanguage.EN)) {
      assertThat(placeholders(DiscordLanguage.NL, key))
          .as(key)
          .isEqualTo(placeholders(DiscordLanguage.EN, key));
    }
  }

  @Test
  void what_is_filled_in_is_not_filled_again() {
    assertThat(MessageBundle.of(DiscordLanguage.EN).format("created.by", "{1}", "x"))
        .isEqualTo("{1} added x");
  }

  @Test
  void a_text_that_is_missing_is_a_fault() {
    assertThatThrownBy(() -> MessageBundle.of(DiscordLanguage.EN).format("no.such.text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> placeholders(DiscordLanguage language, String key) {
    var placeholders = new TreeSet<String>();
    PLACEHOLDER
        .matcher(MessageBundle.of(language).format(key))
        .results()
        .forEach(placeholder -> placeholders.add(placeholder.group()));
    return placeholders;
  }
}
