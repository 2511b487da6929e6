package dcm.http.calendar;

import java.nio.charset.StandardCharsets;

/**
 * The lines of an iCalendar object: escaped, ended by CR LF, and folded at 75 octets without
 * cutting a character (RFC 5545, 3.1 and 3.3.11). The libraries at hand fold at 75 characters.
 */
final class ContentLines {
  private static final int MAX_OCTETS = 75;
  private final StringBuilder text = new StringBuilder();

  /** A line whose value is taken as it is. */
  ContentLines add(String name, String value) {
    fold(name + ":" + value);
    return this;
  }

  /** A line whose value is a text. */
  ContentLines addText(String name, String value) {
    return add(name, escaped(value));
  }

  static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replaceAll("\\R", "\\\\n")
        // other controls are not allowed in a text
        .replaceAll("[\\x00-\\x08\\x0b-\\x1f\\x7f]", "");
  }

  private void fold(String line) {
    int octets = 0;
    for (int i = 0; i < line.length(); ) {
      int character = line.codePointAt(i);
      int size = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > MAX_OCTETS) {
        text.append("\r\n ");
        octets = 1;
      }
      text.appendCodePoint(character);
      octets += size;
      i += Character.charCount(character);
    }
    text.append("\r\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
