package dcm;

import java.util.List;

/** What the operator has to mend before anything opens; every sentence at once. */
final class WrongSettings extends Exception {
  private static final long serialVersionUID = 1L;

  private WrongSettings(List<String> problems) {
    super("These settings keep DCM from opening:\n  - " + String.join("\n  - ", problems));
  }

  static void unlessNone(List<String> problems) throws WrongSettings {
    if (!problems.isEmpty()) {
      throw new WrongSettings(problems);
    }
  }
}
