package dcm.discord.client;

import java.time.Duration;

/**
 * Discord did not answer in time, answered with 5xx, or the rate limit does not permit the call
 * now. Has no cause, because its text may hold an interaction's token.
 */
public final class DiscordUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DiscordUnavailableException(String call, Throwable cause) {
    super(call + " failed: " + cause.getClass().getSimpleName());
  }

  /** The call was not made. */
  DiscordUnavailableException(String reason, Duration retryAfter) {
    super(reason + ": retry after " + retryAfter.toSeconds() + " s");
  }
}
