package dcm.http;

import dcm.auth.DiscordAway;
import dcm.entity.GuildUnavailable;
import dcm.entity.OutcomeUnknown;
import dcm.redis.RedisAway;
import dcm.view.BoardAway;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed stage means for the one who asked. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * @param incident under which our own faults are logged
   */
  static Problem translate(Throwable failure, String incident) {
    var cause = unwrap(failure);
    return switch (cause) {
      case Rejected rejected -> rejected.problem();
      case OutcomeUnknown _ -> Problems.outcomeUnknown();
      case TimeoutException _ -> Problems.outcomeUnknown();
      case GuildUnavailable _ -> Problems.moving();
      case DiscordAway away ->
          Problems.unavailable("discord-unavailable", "Discord cannot be asked right now.")
              .with("Retry-After", Long.toString(Math.max(1, away.retryAfter().toSeconds())));
      case RedisAway _ ->
          Problems.unavailable(
              "sessions-unavailable", "Sessions cannot be reached: try again in a moment.");
      case BoardAway away -> {
        LOG.atWarn()
            .addKeyValue("incident", Replies.bare(incident))
            .log("{} {}", incident, away.getMessage());
        yield Problems.unavailable(
            "history-unavailable", "The history cannot be read: try again in a moment.");
      }
      default -> {
        LOG.atError()
            .addKeyValue("incident", Replies.bare(incident))
            .setCause(cause)
            .log("{} A request failed", incident);
        yield Problems.fault();
      }
    };
  }

  static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
