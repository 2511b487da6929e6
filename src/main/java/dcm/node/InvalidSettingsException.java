package dcm.node;

import java.util.List;

/** Thrown before start-up with all invalid settings together. */
public final class InvalidSettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private InvalidSettingsException(List<String> problems) {
    super("Invalid settings:\n  - " + String.join("\n  - ", problems));
  }

  public static void throwIfAny(List<String> problems) throws InvalidSettingsException {
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
  }
}
