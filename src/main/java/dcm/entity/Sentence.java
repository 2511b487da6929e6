package dcm.entity;

/**
 * A failure in one line: what happened and, when that is something else, why. Whole traces of a
 * failed write quote the statement, and with it what people wrote.
 */
final class Sentence {
  private static final int LONGEST = 300;

  private Sentence() {}

  static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String sentence =
        failure.getCause() == null ? said(failure) : said(failure) + " (" + said(root) + ")";
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST) + "…";
  }

  private static String said(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : failure.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }
}
