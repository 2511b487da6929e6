package dcm.discord.words;

import java.text.Bidi;

/**
 * Makes text that somebody typed safe to show: it reads as it was typed and is neither Markdown nor
 * a mention, a link, a timestamp or a code fence. Control and direction characters, which make text
 * lie about its order, are dropped; what is written from right to left is set apart from the
 * sentence around it (UAX #9, isolates).
 */
public final class Escape {
  private static final String MARKDOWN = "\\`*_~|>#<[]";
  private static final char ZERO_WIDTH_SPACE = '\u200b';
  private static final String FIRST_STRONG_ISOLATE = "\u2068";
  private static final String POP_DIRECTIONAL_ISOLATE = "\u2069";

  private Escape() {}

  /** On one line: line breaks become spaces. */
  public static String line(String typed) {
    return apart(escape(typed.replaceAll("\\R", " ").strip()));
  }

  /** Line breaks stay. */
  public static String text(String typed) {
    return escape(typed.strip());
  }

  /** For where Discord shows plain text (suggestions, form titles): only without controls. */
  public static String plain(String typed) {
    var safe = new StringBuilder(typed.length());
    typed
        .replaceAll("\\R", " ")
        .strip()
        .codePoints()
        .filter(Escape::visible)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** Text without right-to-left characters cannot turn anything around, and stays as it is. */
  private static String apart(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length())
        ? FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE
        : text;
  }

  private static String escape(String typed) {
    var safe = new StringBuilder(typed.length() + 8);
    int before = ' ';
    for (int i = 0; i < typed.length(); i += Character.charCount(typed.codePointAt(i))) {
      int at = typed.codePointAt(i);
      if (!visible(at)) {
        continue;
      }
      if (at == '@') {
        safe.append('@').append(ZERO_WIDTH_SPACE);
      } else if (special(at, before)) {
        safe.append('\\').appendCodePoint(at);
      } else {
        safe.appendCodePoint(at);
      }
      before = at;
    }
    return safe.toString();
  }

  /**
   * A dot makes a list after a digit, a hyphen or plus at the start; a colon an emoji or a link.
   */
  private static boolean special(int at, int before) {
    return switch (at) {
      case '.' -> Character.isDigit(before);
      case ':' -> !Character.isDigit(before);
      case '-', '+' -> before == ' ' || before == '\n';
      default -> MARKDOWN.indexOf(at) >= 0;
    };
  }

  private static boolean visible(int at) {
    if (at == '\n') {
      return true;
    }
    boolean turning = (at >= 0x202a && at <= 0x202e) || (at >= 0x2066 && at <= 0x2069);
    return !turning && !Character.isISOControl(at) && !loneSurrogate(at);
  }

  private static boolean loneSurrogate(int at) {
    return at >= 0xd800 && at <= 0xdfff;
  }
}
