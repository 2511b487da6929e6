package dcm.discord.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextsTest {
  private static final Pattern GAP = Pattern.compile("\\{[0-9]}");

  @Test
  void every_language_has_the_same_texts() {
    assertThat(Texts.keys(Language.NL))
        .containsExactlyInAnyOrderElementsOf(Texts.keys(Language.EN));
  }

  @Test
  void a_text_has_the_same_gaps_in_every_language() {
    for (String key : Texts.keys(Language.EN)) {
      assertThat(gaps(Language.NL, key)).as(key).isEqualTo(gaps(Language.EN, key));
    }
  }

  @Test
  void what_is_filled_in_is_not_filled_again() {
    assertThat(Texts.in(Language.EN).say("created.by", "{1}", "x")).isEqualTo("{1} added x");
  }

  @Test
  void a_text_that_is_missing_is_a_fault() {
    assertThatThrownBy(() -> Texts.in(Language.EN).say("no.such.text"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Set<String> gaps(Language language, String key) {
    var gaps = new TreeSet<String>();
    GAP.matcher(Texts.in(language).say(key)).results().forEach(gap -> gaps.add(gap.group()));
    return gaps;
  }
}
