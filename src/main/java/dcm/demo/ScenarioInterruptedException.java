package dcm.demo;

/** A guild does not let its story go on, as the message says; told again it goes on from there. */
public final class ScenarioInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScenarioInterruptedException(String message) {
    super(message);
  }
}
