package dcm.discord.command;

/** Discord sent something for an option that is not of the option's type, or nothing at all. */
public final class InvalidOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String option;

  InvalidOptionException(String option) {
    super("the option " + option + " cannot be read");
    this.option = option;
  }

  /** The option's name, as the command has it. */
  public String option() {
    return option;
  }
}
