package dcm.discord.interaction;

/** What somebody typed is not clear. Ends a command's way before the guild is asked. */
public final class InvalidInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param words to be shown as they are: in their language, user text escaped
   */
  public InvalidInputException(String message) {
    super(message, null, false, false);
  }
}
