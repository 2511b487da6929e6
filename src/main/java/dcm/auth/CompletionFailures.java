package dcm.auth;

import java.util.concurrent.CompletionException;

/** Failures of completion stages. */
final class CompletionFailures {
  private CompletionFailures() {}

  /** Returns the original failure: a dependent stage wraps it in a {@link CompletionException}. */
  static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
