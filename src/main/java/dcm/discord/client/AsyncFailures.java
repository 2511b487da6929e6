package dcm.discord.client;

import java.util.concurrent.CompletionException;

/** Failures of completion stages. */
public final class AsyncFailures {
  private AsyncFailures() {}

  /** The original failure: a dependent stage wraps it in a {@link CompletionException}. */
  public static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
