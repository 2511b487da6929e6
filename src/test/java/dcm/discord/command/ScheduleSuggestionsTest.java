package dcm.discord.command;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.discord.text.RepeatParser;
import dcm.discord.text.SeasonParser;
import dcm.notify.MessageLanguage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleSuggestionsTest {
  @Test
  void every_suggestion_is_understood_in_its_language() {
    for (var language : MessageLanguage.values()) {
      for (String typed : List.of("", "a", "e", "l", "d", "v")) {
        assertThat(ScheduleSuggestions.repetitions(typed, language))
            .allSatisfy(text -> assertThat(RepeatParser.parse(text)).as(text).isNotNull());
        assertThat(ScheduleSuggestions.seasons(typed, language))
            .allSatisfy(text -> assertThat(SeasonParser.parse(text)).as(text).isNotNull());
      }
    }
  }

  @Test
  void what_is_typed_is_shown_in_full_words() {
    assertThat(ScheduleSuggestions.repetitions("elke laatste vr", MessageLanguage.NL))
        .first()
        .isEqualTo("elke maand op de laatste vrijdag");
    assertThat(ScheduleSuggestions.repetitions("elke 1 okt", MessageLanguage.NL))
        .first()
        .isEqualTo("elk jaar op 1 oktober");
    assertThat(ScheduleSuggestions.repetitions("weekly", MessageLanguage.EN))
        .first()
        .isEqualTo("weekly");
    assertThat(ScheduleSuggestions.seasons("apr-okt", MessageLanguage.NL))
        .first()
        .isEqualTo("april tot en met oktober");
    assertThat(ScheduleSuggestions.seasons("june, july", MessageLanguage.EN))
        .first()
        .isEqualTo("June and July");
  }

  @Test
  void half_a_word_finds_every_nth_weekday() {
    assertThat(ScheduleSuggestions.repetitions("tweede", MessageLanguage.NL))
        .contains("elke maand op de tweede maandag", "elke maand op de tweede zondag");
  }
}
