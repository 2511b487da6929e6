package dcm.http.json;

import org.jspecify.annotations.Nullable;

/** Checks text for characters that PostgreSQL cannot store or that are not valid Unicode. */
public final class InputText {
  private InputText() {}

  /** A sentence about the first invalid character; null when there is none. */
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

  /** At most 40 characters of a name that a client sent, with control characters replaced. */
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
