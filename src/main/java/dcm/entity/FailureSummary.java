package dcm.entity;

/**
 * A failure in one line: what happened and, when that is something else, why. Whole traces of a
 * failed write quote the statement, and with it what people wrote.
 */
public final class FailureSummary {
  private static final int MAX_LENGTH = 300;

  private FailureSummary() {}

  public static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String summary =
        failure.getCause() == null
            ? describe(failure)
            : describe(failure) + " (" + describe(root) + ")";
    return summary.length() <= MAX_LENGTH ? summary : summary.substring(0, MAX_LENGTH) + "…";
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : failure.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
