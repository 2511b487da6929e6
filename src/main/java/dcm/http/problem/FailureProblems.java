package dcm.http.problem;

import dcm.auth.OAuthUnavailableException;
import dcm.auth.SigningKeysUnavailableException;
import dcm.entity.GuildException;
import dcm.http.pipeline.Responses;
import dcm.redis.RedisUnavailableException;
import dcm.transfer.ImportException;
import dcm.view.ReadModelUnavailableException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Maps failures of a stage to problems. */
public final class FailureProblems {
  private static final Logger LOG = LoggerFactory.getLogger(FailureProblems.class);

  /** Methods without side effects (RFC 9110, section 9.2.1). */
  private static final Set<String> SAFE = Set.of("GET", "HEAD");

  private FailureProblems() {}

  /**
   * The problem for a failure.
   *
   * @param method of the request: a safe one certainly changed nothing
   * @param incident under which an internal error is logged
   */
  public static Problem toProblem(Throwable failure, String method, String incident) {
    var cause = unwrap(failure);
    return switch (cause) {
      case ProblemException exception -> exception.problem();
      case GuildException.OutcomeUnknownException _ -> noResponse(method);
      case TimeoutException _ -> noResponse(method);
      case GuildException.UnavailableException _ -> Problems.guildUnavailable();
      case GuildException.RefusedException refused -> RefusalProblems.toProblem(refused.refusal());
      case ImportException refused -> ImportProblems.toProblem(refused);
      case GuildException.BusyException _ -> Problems.busy();
      case GuildException.DegradedException degraded -> Problems.degraded(degraded);
      case OAuthUnavailableException unavailableException ->
          Problems.unavailable("discord-unavailable", "Discord is unavailable.")
              .with(
                  "Retry-After",
                  Long.toString(Math.max(1, unavailableException.retryAfter().toSeconds())));
      case RedisUnavailableException _ ->
          Problems.unavailable(
              "sessions-unavailable", "The session store is unavailable: try again in a moment.");
      case SigningKeysUnavailableException unavailable -> {
        logWarning(incident, unavailable);
        yield Problems.unavailable(
            "keys-unavailable", "The signing keys cannot be read: try again in a moment.");
      }
      case RejectedExecutionException rejectedExecution -> {
        logWarning(incident, rejectedExecution);
        yield Problems.unavailable(
            "busy", "The server is overloaded: nothing was done, try again in a moment.");
      }
      case ReadModelUnavailableException unavailableException -> {
        logWarning(incident, unavailableException);
        yield Problems.unavailable(
            "history-unavailable", "The history cannot be read: try again in a moment.");
      }
      default -> {
        LOG.atError()
            .addKeyValue("incident", Responses.withoutUrn(incident))
            .setCause(cause)
            .log("{} Request failed", incident);
        yield Problems.internalError();
      }
    };
  }

  private static Problem noResponse(String method) {
    return SAFE.contains(method) ? Problems.noResponse() : Problems.outcomeUnknown();
  }

  private static void logWarning(String incident, RuntimeException failure) {
    LOG.atWarn()
        .addKeyValue("incident", Responses.withoutUrn(incident))
        .log("{} {}", incident, failure.getMessage());
  }

  public static Throwable unwrap(Throwable failure) {
    var cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
