package dcm.discord;

/** The guild has too much waiting: nothing was done. */
final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Overloaded() {
    super("the guild is busy", null, false, false);
  }
}
