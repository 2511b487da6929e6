package dcm.http;

import org.jspecify.annotations.Nullable;

/** What no text may have in it: PostgreSQL cannot keep it, or no two programs agree on it. */
final class Text {
  private Text() {}

  /** A sentence about what is wrong with it; null when nothing is. */
  static @Nullable String flaw(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "A text may not have NUL (U+0000) in it.";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "A text may not have half a character (a lone surrogate) in it.";
      }
    }
    return null;
  }

  /** A name that somebody sent, short and harmless enough to be shown to them. */
  static String shown(String name) {
    var shown = new StringBuilder();
    name.codePoints()
        .limit(40)
        .forEach(c ->
            shown.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                    ? '?'
                    : c));
    return shown.toString();
  }
}
