package dcm.discord.text;

/** Shortens text to Discord's limits. */
public final class Truncation {
  private Truncation() {}

  /**
   * The text itself, or as much of it as fits with an ellipsis at its end. Never half a code point.
   *
   * @param most longest length in UTF-16 units, which is never less than what Discord counts
   */
  public static String truncate(int maxLength, String text) {
    if (text.length() <= maxLength) {
      return text;
    }
    int end = maxLength - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
