package dcm.discord.interaction;

/**
 * Expected reason why an interaction was not passed to the guild: nothing was done. {@link
 * ErrorMessages} translates each kind once into the user's language.
 */
public abstract sealed class InteractionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private InteractionException(String message) {
    super(message, null, false, false);
  }

  /** Typed input is ambiguous or not understood; the guild was not asked. */
  public static final class InvalidInputException extends InteractionException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message shown as it is: in the user's language, with user text escaped
     */
    public InvalidInputException(String message) {
      super(message);
    }
  }

  /** Discord sent an option without a value, or with one that does not have the option's type. */
  public static final class InvalidOptionException extends InteractionException {
    private static final long serialVersionUID = 1L;

    private final String option;

    public InvalidOptionException(String option) {
      super("the option " + option + " cannot be read");
      this.option = option;
    }

    /** The option's name in the command. */
    public String option() {
      return option;
    }
  }
}
