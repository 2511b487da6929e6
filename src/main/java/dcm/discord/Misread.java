package dcm.discord;

/** What somebody typed is not clear. Ends a command's way before the guild is asked. */
final class Misread extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param words to be shown as they are: in their language, user text escaped
   */
  Misread(String words) {
    super(words, null, false, false);
  }
}
