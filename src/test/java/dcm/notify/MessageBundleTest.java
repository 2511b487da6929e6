package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MessageBundleTest {
  private static final Pattern NAME = Pattern.compile("\\{[^}]*}");

  @Test
  void every_language_has_the_same_keys() {
    assertThat(bundle(MessageLanguage.NL).keys())
        .isEqualTo(bundle(MessageLanguage.EN).keys())
        .isNotEmpty();
  }

  @Test
  void a_text_has_the_same_placeholders_in_every_language() {
    for (String key : bundle(MessageLanguage.EN).keys()) {
      assertThat(names(MessageLanguage.NL, key)).as(key).isEqualTo(names(MessageLanguage.EN, key));
    }
  }

  @Test
  void texts_have_known_placeholders_only() {
    for (MessageLanguage language : MessageLanguage.values()) {
      for (String key : bundle(language).keys()) {
        assertThat(names(language, key))
            .as(key)
            .isSubsetOf("{number}", "{title}", "{guild}", "{full}", "{relative}", "{day}", "{by}");
      }
    }
  }

  @Test
  void a_name_without_a_value_stays_in_the_text() {
    assertThat(bundle(MessageLanguage.EN).format("from", Map.of("title", "x")))
        .isEqualTo("From {guild}");
  }

  @Test
  void an_unknown_key_is_rejected() {
    assertThatThrownBy(() -> bundle(MessageLanguage.EN).format("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static MessageBundle bundle(MessageLanguage language) {
    return MessageBundle.of("notify", language);
  }

  private static Set<String> names(MessageLanguage language, String key) {
    return NAME.matcher(bundle(language).format(key))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
