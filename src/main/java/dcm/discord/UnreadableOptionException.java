package dcm.discord;

/** Discord sent something for an option that is not of the option's type, or nothing at all. */
final class UnreadableOptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String option;

  UnreadableOptionException(String option) {
    super("the option " + option + " cannot be read");
    this.option = option;
  }

  /** The option's name, as the command has it. */
  String option() {
    return option;
  }
}
