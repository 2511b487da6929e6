package dcm.http.json;

import org.jspecify.annotations.Nullable;

/** What no text may have in it: PostgreSQL cannot keep it, or no two programs agree on it. */
public final class InputText {
  private InputText() {}

  /** A sentence about what is wrong with it; null when nothing is. */
  public static @Nullable String findInvalidCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return "A text may not contain NUL (U+0000).";
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return "A text may not contain a lone surrogate.";
      }
    }
    return null;
  }

  /** A name that somebody sent, short and harmless enough to be shown to them. */
  public static String sanitize(String name) {
    var sanitized = new StringBuilder();
    name.codePoints()
        .limit(40)
        .forEach(c ->
            sanitized.appendCodePoint(
                Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE
                    ? '?'
                    : c));
    return sanitized.toString();
  }
}
