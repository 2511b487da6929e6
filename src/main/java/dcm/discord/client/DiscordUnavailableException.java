package dcm.discord.client;

import java.time.Duration;

/**
 * Discord did not answer in time, answered with 5xx, or wants us to wait: try again later. Carries
 * no cause: its text may hold an interaction's secret.
 */
public final class DiscordUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DiscordUnavailableException(String call, Throwable cause) {
    super(call + " failed: " + cause.getClass().getSimpleName());
  }

  /** We did not even ask. */
  DiscordUnavailableException(String reason, Duration retryAfter) {
    super(reason + ": retry after " + retryAfter.toSeconds() + " s");
  }
}
