package dcm.guild;

/** Whether a screen shows anything of a text. */
final class Visibility {
  /** Blank although Unicode counts them among letters, marks and symbols. */
  private static final String BLANK_LETTERS =
      "\u034f\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0";

  /** Format characters with a shape of their own: signs that stand above numbers. */
  private static final String SHOWN_FORMATS =
      "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2";

  private static final int MUSICAL_NULL_NOTEHEAD = 0x1d159;

  private Visibility() {}

  static boolean shows(String text) {
    return text.codePoints().anyMatch(point -> !invisible(point));
  }

  /**
   * White space, and what Unicode calls ignorable by default. Controls are a mistake of their own.
   */
  private static boolean invisible(int point) {
    return Character.isWhitespace(point)
        || Character.isSpaceChar(point)
        || (Character.getType(point) == Character.FORMAT && !shownFormat(point))
        || BLANK_LETTERS.indexOf(point) >= 0
        || variation(point)
        || (point >= 0xfff0 && point <= 0xfff8)
        || (point >= 0xe0000 && point <= 0xe0fff)
        || point == MUSICAL_NULL_NOTEHEAD;
  }

  private static boolean variation(int point) {
    return (point >= 0x180b && point <= 0x180f) || (point >= 0xfe00 && point <= 0xfe0f);
  }

  private static boolean shownFormat(int point) {
    boolean kaithiNumber = point == 0x110bd || point == 0x110cd;
    boolean hieroglyphJoiner = point >= 0x13430 && point <= 0x1343f;
    return SHOWN_FORMATS.indexOf(point) >= 0 || kaithiNumber || hieroglyphJoiner;
  }
}
