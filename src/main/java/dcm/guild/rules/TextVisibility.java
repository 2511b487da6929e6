package dcm.guild.rules;

/** Detects texts that display nothing. */
final class TextVisibility {
  /** Blank characters that Unicode classifies as letters, marks or symbols. */
  private static final String BLANK_LETTERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0";

  /** Visible format characters: signs above numbers. */
  private static final String VISIBLE_FORMATS =
      "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2";

  private static final int MUSICAL_NULL_NOTEHEAD = 0x1d159;

  private TextVisibility() {}

  static boolean isVisible(String text) {
    return text.codePoints().anyMatch(codePoint -> !isInvisible(codePoint));
  }

  /**
   * Whether a character is white space or default-ignorable. Control characters are a separate
   * error.
   */
  private static boolean isInvisible(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || (Character.getType(codePoint) == Character.FORMAT && !isVisibleFormat(codePoint))
        || BLANK_LETTERS.indexOf(codePoint) >= 0
        || isVariationSelector(codePoint)
        || (codePoint >= 0xfff0 && codePoint <= 0xfff8)
        || (codePoint >= 0xe0000 && codePoint <= 0xe0fff)
        || codePoint == MUSICAL_NULL_NOTEHEAD;
  }

  private static boolean isVariationSelector(int codePoint) {
    return (codePoint >= 0x180b && codePoint <= 0x180f)
        || (codePoint >= 0xfe00 && codePoint <= 0xfe0f);
  }

  private static boolean isVisibleFormat(int codePoint) {
    boolean kaithiNumber = codePoint == 0x110bd || codePoint == 0x110cd;
    boolean hieroglyphJoiner = codePoint >= 0x13430 && codePoint <= 0x1343f;
    return VISIBLE_FORMATS.indexOf(codePoint) >= 0 || kaithiNumber || hieroglyphJoiner;
  }
}
