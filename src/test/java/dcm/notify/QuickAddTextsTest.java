package dcm.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.quickadd.QuickAddResult;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuickAddTextsTest {
  @ParameterizedTest
  @EnumSource(MessageLanguage.class)
  void every_problem_has_words(MessageLanguage language) {
    assertThat(MessageBundle.of("quickadd", language).keys())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(QuickAddResult.Code.values()).map(QuickAddResult.Code::tag).toList());
  }
}
