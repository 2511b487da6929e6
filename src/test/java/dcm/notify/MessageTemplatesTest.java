package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageTemplatesTest {
  private static final Pattern NAME = Pattern.compile("\\{[^}]*}");

  @Test
  void every_language_has_the_same_keys() {
    assertThat(MessageTemplates.of(MessageLanguage.NL).keys())
        .isEqualTo(MessageTemplates.of(MessageLanguage.EN).keys())
        .isNotEmpty();
  }

  @Test
  void every_language_fills_in_the_same_names() {
    for (String key : MessageTemplates.of(MessageLanguage.EN).keys()) {
      assertThat(names(MessageLanguage.NL, key)).as(key).isEqualTo(names(MessageLanguage.EN, key));
    }
  }

  @Test
  void only_names_that_are_filled_in_stand_in_braces() {
    for (MessageLanguage language : MessageLanguage.values()) {
      for (String key : MessageTemplates.of(language).keys()) {
        assertThat(names(language, key))
            .as(key)
            .isSubsetOf("{number}", "{title}", "{guild}", "{full}", "{relative}", "{day}");
      }
    }
  }

  @Test
  void what_is_not_known_here_is_left_for_whoever_knows_it() {
    assertThat(MessageTemplates.of(MessageLanguage.EN).format("from", Map.of("title", "x")))
        .isEqualTo("From {guild}");
  }

  @Test
  void an_unknown_key_is_rejected() {
    assertThatThrownBy(() -> MessageTemplates.of(MessageLanguage.EN).format("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> names(MessageLanguage language, String key) {
    return NAME.matcher(MessageTemplates.of(language).format(key))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
