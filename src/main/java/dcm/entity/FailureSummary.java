package dcm.entity;

/**
 * A failure as one line for logs: the failure and, where different, its root cause. Full traces of
 * a failed write would quote the statement with users' texts.
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
