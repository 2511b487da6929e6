package dcm.discord.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownEscapeTest {
  @ParameterizedTest
  @ValueSource(strings = {"@everyone", "@here", "<@123>", "<@!123>", "<@&123>", "a@everyone"})
  void user_text_mentions_no_member(String typed) {
    assertThat(MarkdownEscape.singleLine(typed)).doesNotContain("@e", "@h", "@1", "@!", "@&");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "**bold**;\\*\\*bold\\*\\*",
        "_it_;\\_it\\_",
        "~~gone~~;\\~\\~gone\\~\\~",
        "```code```;\\`\\`\\`code\\`\\`\\`",
        "||spoiler||;\\|\\|spoiler\\|\\|",
        "[link](http://x);\\[link\\](http\\://x)",
        "# big;\\# big",
        "> quote;\\> quote",
        "- item;\\- item",
        "1. item;1\\. item",
        "<t:1:R>;\\<t\\:1:R\\>",
        ":smile:;\\:smile\\:",
        "a\\b;a\\\\b",
      })
  void markdown_is_shown_as_it_was_typed(String typed, String expected) {
    assertThat(MarkdownEscape.singleLine(typed)).isEqualTo(expected);
  }

  @Test
  void ordinary_words_stay_ordinary() {
    assertThat(MarkdownEscape.singleLine("Badkamer & wc (boven), 11:00 – Zoë's beurt!"))
        .isEqualTo("Badkamer & wc (boven), 11:00 – Zoë's beurt!");
  }

  @Test
  void a_single_line_has_no_breaks_and_multiple_lines_keep_them() {
    assertThat(MarkdownEscape.singleLine("a\r\nb\u2028c")).isEqualTo("a b c");
    assertThat(MarkdownEscape.multiLine("a\nb")).isEqualTo("a\nb");
  }

  @Test
  void a_link_to_a_message_stays_a_link() {
    String link = "https://discord.com/channels/1/2/3";
    assertThat(MarkdownEscape.multiLine("*see*\n" + link)).isEqualTo("\\*see\\*\n" + link);
    assertThat(MarkdownEscape.multiLine("https://discord.com.evil/channels/1/2/3"))
        .isEqualTo("https\\://discord.com.evil/channels/1/2/3");
    assertThat(MarkdownEscape.multiLine("[x](" + link + ")")).contains("https\\:");
  }

  @Test
  void direction_characters_are_removed() {
    assertThat(MarkdownEscape.singleLine("safe\u202egnp.exe\u2066\u0000\u0007"))
        .isEqualTo("safegnp.exe");
    assertThat(MarkdownEscape.plainText("a\u202eb\nc")).isEqualTo("ab c");
  }

  @Test
  void right_to_left_text_does_not_reorder_its_surroundings() {
    assertThat(MarkdownEscape.singleLine("\u05e9\u05dc\u05d5\u05dd 3"))
        .isEqualTo("\u2068\u05e9\u05dc\u05d5\u05dd 3\u2069");
    assertThat(MarkdownEscape.singleLine("\u202etitel")).isEqualTo("titel");
    assertThat(MarkdownEscape.singleLine("\u2069\u200fabc")).isEqualTo("\u2068\u200fabc\u2069");
    assertThat(MarkdownEscape.singleLine("Zoë 👩‍👩‍👧")).isEqualTo("Zoë 👩‍👩‍👧");
  }

  @Property
  void escaped_text_contains_no_mention_and_no_lone_surrogate(@ForAll String typed) {
    String safe = MarkdownEscape.singleLine(typed);
    assertThat(safe).doesNotContainPattern("@(?!\u200b)").doesNotContain("\n");
    assertThat(safe.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)).isTrue();
  }
}
