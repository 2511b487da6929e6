package dcm.discord.text;

/** Truncation of text to Discord's limits. */
public final class Truncation {
  private Truncation() {}

  /**
   * The text, truncated with an ellipsis when it is too long. Never splits a code point.
   *
   * @param maxLength in UTF-16 units, which are never fewer than what Discord counts
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
