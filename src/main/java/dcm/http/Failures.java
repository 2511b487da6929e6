package dcm.http;

import dcm.auth.DiscordAway;
import dcm.auth.SigningKeysUnavailableException;
import dcm.entity.GuildUnavailable;
import dcm.entity.OutcomeUnknown;
import dcm.redis.RedisAway;
import dcm.view.BoardAway;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failed stage means for the one who asked. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Methods that change nothing (RFC 9110, section 9.2.1). */
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private Failures() {}

  /**
   * @param method of the request: what was only read was certainly not done
   * @param incident under which our own faults are logged
   */
  static Problem translate(Throwable failure, String method, String incident) {
    var cause = unwrap(failure);
    return switch (cause) {
      case Rejected rejected -> rejected.problem();
      case OutcomeUnknown _ -> unanswered(method);
      case TimeoutException _ -> unanswered(method);
      case GuildUnavailable _ -> Problems.moving();
      case DiscordAway away ->
          Problems.unavailable("discord-unavailable", "Discord cannot be asked right now.")
              .with("Retry-After", Long.toString(Math.max(1, away.retryAfter().toSeconds())));
      case RedisAway _ ->
          Problems.unavailable(
              "sessions-unavailable", "Sessions cannot be reached: try again in a moment.");
      case SigningKeysUnavailableException unavailable -> {
        warn(incident, unavailable);
        yield Problems.unavailable(
            "keys-unavailable", "The signing keys cannot be read: try again in a moment.");
      }
      case RejectedExecutionException full -> {
        warn(incident, full);
        yield Problems.unavailable(
            "busy", "The server has too much to do: nothing was done, try again in a moment.");
      }
      case BoardAway away -> {
        warn(incident, away);
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

  private static Problem unanswered(String method) {
    return SAFE.contains(method) ? Problems.unanswered() : Problems.outcomeUnknown();
  }

  private static void warn(String incident, RuntimeException failure) {
    LOG.atWarn()
        .addKeyValue("incident", Replies.bare(incident))
        .log("{} {}", incident, failure.getMessage());
  }

  static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
