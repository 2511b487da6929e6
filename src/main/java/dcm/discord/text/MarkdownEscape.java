package dcm.discord.text;

import java.text.Bidi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Escaping of user text: it is shown as it was typed and never acts as Markdown, mention, link,
 * timestamp or code fence. Control and direction characters, which can change the visible order,
 * are removed; right-to-left text is isolated from the sentence around it (UAX #9, isolates).
 */
public final class MarkdownEscape {
  private static final String MARKDOWN = "\\`*_~|>#<[]";
  private static final Pattern MESSAGE_LINK =
      Pattern.compile(
          "(?<!\\S)https://discord\\.com/channels/[0-9]{1,19}/[0-9]{1,19}/[0-9]{1,19}(?!\\S)");

  private static final char ZERO_WIDTH_SPACE = '\u200b';
  private static final String FIRST_STRONG_ISOLATE = "\u2068";
  private static final String POP_DIRECTIONAL_ISOLATE = "\u2069";

  private MarkdownEscape() {}

  /** Escapes to one line: line breaks become spaces. */
  public static String singleLine(String typed) {
    return isolate(escape(typed.replaceAll("\\R", " ").strip()));
  }

  /** Escapes and keeps line breaks and links to messages in Discord. */
  public static String multiLine(String typed) {
    String text = typed.strip();
    Matcher links = MESSAGE_LINK.matcher(text);
    var safe = new StringBuilder();
    int end = 0;
    while (links.find()) {
      safe.append(escape(text.substring(end, links.start()))).append(links.group());
      end = links.end();
    }
    return safe.append(escape(text.substring(end))).toString();
  }

  /** Removes control characters only, for plain text (suggestions, form titles). */
  public static String plainText(String typed) {
    var safe = new StringBuilder(typed.length());
    typed
        .replaceAll("\\R", " ")
        .strip()
        .codePoints()
        .filter(MarkdownEscape::isVisible)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** Isolates text with right-to-left characters; other text is returned unchanged. */
  private static String isolate(String text) {
    return Bidi.requiresBidi(text.toCharArray(), 0, text.length())
        ? FIRST_STRONG_ISOLATE + text + POP_DIRECTIONAL_ISOLATE
        : text;
  }

  private static String escape(String typed) {
    var safe = new StringBuilder(typed.length() + 8);
    int previous = ' ';
    for (int i = 0; i < typed.length(); i += Character.charCount(typed.codePointAt(i))) {
      int codePoint = typed.codePointAt(i);
      if (!isVisible(codePoint)) {
        continue;
      }
      if (codePoint == '@') {
        safe.append('@').append(ZERO_WIDTH_SPACE);
      } else if (needsEscape(codePoint, previous)) {
        safe.append('\\').appendCodePoint(codePoint);
      } else {
        safe.appendCodePoint(codePoint);
      }
      previous = codePoint;
    }
    return safe.toString();
  }

  /** A dot after a digit and a leading hyphen or plus start a list; a colon an emoji or a link. */
  private static boolean needsEscape(int codePoint, int previous) {
    return switch (codePoint) {
      case '.' -> Character.isDigit(previous);
      case ':' -> !Character.isDigit(previous);
      case '-', '+' -> previous == ' ' || previous == '\n';
      default -> MARKDOWN.indexOf(codePoint) >= 0;
    };
  }

  private static boolean isVisible(int codePoint) {
    if (codePoint == '\n') {
      return true;
    }
    boolean isDirectional =
        (codePoint >= 0x202a && codePoint <= 0x202e)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    return !isDirectional && !Character.isISOControl(codePoint) && !isLoneSurrogate(codePoint);
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= 0xd800 && codePoint <= 0xdfff;
  }
}
