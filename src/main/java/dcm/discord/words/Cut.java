package dcm.discord.words;

/** Shortens text to Discord's limits. */
public final class Cut {
  private Cut() {}

  /**
   * The text itself, or as much of it as fits with an ellipsis at its end. Never half a code point.
   *
   * @param most longest length in UTF-16 units, which is never less than what Discord counts
   */
  public static String to(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    int end = most - 1;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }
}
