package dcm.quickadd;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tokens of a text with what all phrase rules ask of them. An index may lie beyond the end. */
final class Tokens {
  /** Tokens that a phrase of a table has at most. */
  private static final int MAX_PHRASE = 9;

  private static final Set<String> PUNCTUATION =
      Set.of(",", ".", ";", ":", "!", "?", ")", "\"", "]", "\u201d", "\u2026");
  private static final Set<String> OPENING = Set.of("(", "[", "\"", "~", "\u201c");

  final String source;
  private final List<Token> list;
  private final boolean[] ends;

  Tokens(String source) {
    this.source = source;
    this.list = Tokenizer.tokenize(source);
    this.ends = new boolean[list.size() + 1];
    ends[list.size()] = true;
    for (int i = list.size() - 1; i >= 0; i--) {
      ends[i] = list.get(i).spaceBefore() || (PUNCTUATION.contains(at(i)) && ends[i + 1]) || i == 0;
    }
  }

  int size() {
    return list.size();
  }

  Token token(int i) {
    return list.get(i);
  }

  /** The text of a token; empty beyond the end. */
  String at(int i) {
    return i >= 0 && i < list.size() ? list.get(i).text() : "";
  }

  boolean is(int i, String text) {
    return at(i).equals(text);
  }

  boolean isOneOf(int i, Set<String> texts) {
    return texts.contains(at(i));
  }

  /** Whether a phrase may begin here. */
  boolean begins(int i) {
    return i < list.size()
        && (list.get(i).spaceBefore()
            || OPENING.contains(at(i - 1))
            || ((at(i - 1).equals(",") || at(i - 1).equals(";"))
                && list.get(i).type() != Token.Type.NUMBER));
  }

  /** Whether a phrase may end before this token. */
  boolean ends(int i) {
    return i >= list.size() || ends[i] || (at(i).equals(",") && isWord(i + 1));
  }

  boolean spaced(int i) {
    return i >= list.size() || list.get(i).spaceBefore();
  }

  boolean isWord(int i) {
    return i < list.size() && list.get(i).type() == Token.Type.WORD;
  }

  boolean isNumber(int i) {
    return i >= 0 && i < list.size() && list.get(i).type() == Token.Type.NUMBER;
  }

  /** A number in digits of at most some length; null: there is none. */
  @Nullable Integer digits(int i, int maxLength) {
    return isNumber(i) && at(i).length() <= maxLength ? Integer.valueOf(at(i)) : null;
  }

  /** A number in digits or as a word; null: there is none. */
  @Nullable Integer number(int i) {
    Integer digits = digits(i, 4);
    return digits != null ? digits : Vocabulary.NUMBERS.get(at(i));
  }

  /** The value of the longest phrase of a table that begins here. */
  record Entry<V>(V value, int end) {}

  <V> @Nullable Entry<V> longest(Map<String, V> table, int i) {
    return longest(table, i, MAX_PHRASE);
  }

  <V> @Nullable Entry<V> longest(Map<String, V> table, int i, int maxTokens) {
    Entry<V> best = null;
    var text = new StringBuilder();
    for (int end = i; end < Math.min(list.size(), i + maxTokens); end++) {
      if (end > i && list.get(end).spaceBefore()) {
        text.append(' ');
      }
      text.append(at(end));
      V value = ends(end + 1) ? table.get(text.toString()) : null;
      if (value != null) {
        best = new Entry<>(value, end + 1);
      }
    }
    return best;
  }

  /** The index behind a phrase of a set; the index itself when none begins here. */
  int skip(Set<String> phrases, int i) {
    int best = i;
    var text = new StringBuilder();
    for (int end = i; end < Math.min(list.size(), i + 5); end++) {
      if (end > i && list.get(end).spaceBefore()) {
        text.append(' ');
      }
      text.append(at(end));
      if (phrases.contains(text.toString())) {
        best = end + 1;
      }
    }
    return best;
  }

  /** The index behind the dot of an abbreviation, if there is one. */
  int skipDot(int i) {
    return is(i, ".") && !spaced(i) && ends(i + 1) ? i + 1 : i;
  }

  String text(int from, int to) {
    return source.substring(list.get(from).from(), list.get(to - 1).to());
  }
}
