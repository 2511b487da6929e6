package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final Pattern NAME = Pattern.compile("\\{[^}]*}");

  @Test
  void every_language_says_the_same_things() {
    assertThat(Words.in(Language.NL).keys()).isEqualTo(Words.in(Language.EN).keys()).isNotEmpty();
  }

  @Test
  void every_language_fills_in_the_same_names() {
    for (String key : Words.in(Language.EN).keys()) {
      assertThat(names(Language.NL, key)).as(key).isEqualTo(names(Language.EN, key));
    }
  }

  @Test
  void only_names_that_are_filled_in_stand_in_braces() {
    for (Language language : Language.values()) {
      for (String key : Words.in(language).keys()) {
        assertThat(names(language, key))
            .as(key)
            .isSubsetOf("{number}", "{title}", "{guild}", "{full}", "{relative}", "{day}");
      }
    }
  }

  @Test
  void what_is_not_known_here_is_left_for_whoever_knows_it() {
    assertThat(Words.in(Language.EN).say("from", Map.of("title", "x"))).isEqualTo("From {guild}");
  }

  @Test
  void words_that_do_not_exist_are_a_fault() {
    assertThatThrownBy(() -> Words.in(Language.EN).say("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> names(Language language, String key) {
    return NAME.matcher(Words.in(language).say(key))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
