package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TruncationTest {
  @Test
  void short_text_stays_and_long_text_ends_in_an_ellipsis() {
    assertThat(Truncation.truncate(5, "abcde")).isEqualTo("abcde");
    assertThat(Truncation.truncate(5, "abcdef")).isEqualTo("abcd…");
  }

  @Test
  void an_emoji_is_never_halved() {
    assertThat(Truncation.truncate(3, "a🧹🧹")).isEqualTo("a…");
  }

  @Property
  void truncated_text_is_never_longer_than_allowed(
      @ForAll String text, @ForAll @IntRange(min = 2, max = 50) int maxLength) {
    assertThat(Truncation.truncate(maxLength, text)).hasSizeLessThanOrEqualTo(maxLength);
  }
}
