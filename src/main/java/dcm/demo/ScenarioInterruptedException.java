package dcm.demo;

/** Thrown when a scenario cannot be continued; seeding again continues where it stopped. */
public final class ScenarioInterruptedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ScenarioInterruptedException(String message) {
    super(message);
  }
}
