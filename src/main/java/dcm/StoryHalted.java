package dcm;

/** A guild does not let its story go on, as the message says; told again it goes on from there. */
final class StoryHalted extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoryHalted(String message) {
    super(message);
  }
}
