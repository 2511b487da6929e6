package dcm.quickadd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;

/** What holds for every line. */
final class QuickAddLaws {
  private QuickAddLaws() {}

  /** Ranges lie within the text, and what they leave is white space. */
  static void assertCovered(String text, QuickAddResult result) {
    var covered = new boolean[text.length()];
    Stream.of(
            result.titleRanges().stream(),
            result.understood().stream()
                .map(part -> new QuickAddResult.Range(part.from(), part.to())),
            result.problems().stream()
                .map(part -> new QuickAddResult.Range(part.from(), part.to())))
        .flatMap(ranges -> ranges)
        .forEach(range -> {
          assertThat(range.from()).isBetween(0, text.length());
          assertThat(range.to()).isBetween(range.from(), text.length());
          for (int i = range.from(); i < range.to(); i++) {
            covered[i] = true;
          }
        });
    for (int i = 0; i < text.length(); i++) {
      if (!covered[i]) {
        assertThat(Tokenizer.isSpace(text.codePointAt(i)))
            .as("%s is not covered at %s: %s", text, i, result)
            .isTrue();
      }
    }
    result
        .understood()
        .forEach(part -> assertThat(part.text()).isEqualTo(text.substring(part.from(), part.to())));
  }

  static void assertEchoed(QuickAddResult result, QuickAddContext context) {
    String echo = QuickAddText.echo(result.fields(), context);
    assertThat(QuickAdd.parse(echo, context).fields()).as(echo).isEqualTo(result.fields());
  }
}
