package dcm.http;

import dcm.guild.FieldError;
import dcm.guild.GuildReply;
import java.util.Collection;
import java.util.List;

/** The problems that the edge finds by itself; the guild's refusals are {@link Refusals}. */
final class Problems {
  private Problems() {}

  static Problem unreadable(String detail) {
    return Problem.of(400, "unreadable", "The request cannot be read", detail);
  }

  static Problem badParameter(String name, String detail) {
    return Problem.of(
            400, "bad-parameter", "A parameter is wrong", "The parameter " + name + " " + detail)
        .with(List.of(new FieldError(name, "bad-parameter", detail)));
  }

  static Problem unauthenticated(String type, String detail) {
    return Problem.of(401, type, "Authentication required", detail)
        .with(
            "WWW-Authenticate",
            type.equals("no-token")
                ? "Bearer realm=\"dcm\""
                : "Bearer realm=\"dcm\", error=\"invalid_token\"");
  }

  /** No session in the browser's cookie: there is nothing to present in a header instead. */
  static Problem noSession() {
    return Problem.of(401, "no-session", "Authentication required", "Log in first.")
        .with("WWW-Authenticate", "Cookie realm=\"dcm\"");
  }

  static Problem notSigned() {
    return Problem.of(401, "not-signed", "Not signed", "Only what Discord signed is taken here.");
  }

  static Problem crossSite() {
    return Problem.of(
        403,
        "cross-site",
        "Cross-site request refused",
        "A request with a cookie must come from this site's own pages.");
  }

  static Problem notFound(String detail) {
    return Problem.of(404, "not-found", "Not found", detail);
  }

  static Problem methodNotAllowed(Collection<String> allowed) {
    var list = String.join(", ", allowed);
    return Problem.of(
            405,
            "method-not-allowed",
            "Method not allowed",
            "This resource answers to " + list + ".")
        .with("Allow", list);
  }

  static Problem notAcceptable() {
    return Problem.of(
        406, "not-acceptable", "Not acceptable", "This resource is written as application/json.");
  }

  static Problem inProgress() {
    return Problem.of(
            409,
            "in-progress",
            "Request in progress",
            "A request with this Idempotency-Key is being worked on.")
        .with("Retry-After", "1");
  }

  static Problem outdated(String detail) {
    return Problem.of(412, "outdated", "Precondition failed", detail);
  }

  static Problem tooLarge(long most) {
    return Problem.of(
        413, "too-large", "Too large", "A request's body has at most " + most + " bytes.");
  }

  static Problem unsupportedMediaType() {
    return Problem.of(
        415,
        "unsupported-media-type",
        "Unsupported media type",
        "A body must be application/json in UTF-8.");
  }

  static Problem invalid(List<FieldError> errors) {
    var first = errors.getFirst();
    var more = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return Problem.of(
            422, "invalid", "Invalid fields", first.field() + ": " + first.detail() + more)
        .with(errors);
  }

  static Problem encodedBody() {
    return Problem.of(
            415,
            "unsupported-encoding",
            "Unsupported encoding",
            "A body must come as it is, without Content-Encoding.")
        .with("Accept-Encoding", "identity");
  }

  static Problem preconditionRequired() {
    return Problem.of(
        428,
        "precondition-required",
        "Precondition required",
        "This needs If-Match with the ETag that you saw, or *.");
  }

  static Problem tooManyRequests(long seconds) {
    return Problem.of(
            429, "too-many-requests", "Too many requests", "Try again in " + seconds + " s.")
        .with("Retry-After", Long.toString(seconds));
  }

  static Problem tooManyConnections() {
    return Problem.of(
            429,
            "too-many-connections",
            "Too many connections",
            "There are as many connections from this address as there may be.")
        .with("Retry-After", "5");
  }

  static Problem tooSlow() {
    return Problem.of(
        408,
        "too-slow",
        "Request timeout",
        "The request did not arrive in the time that it may take.");
  }

  static Problem unavailable(String type, String detail) {
    return Problem.of(503, type, "Service unavailable", detail).with("Retry-After", "2");
  }

  static Problem busy() {
    return unavailable("busy", "The guild has too much to do: try again in a moment.");
  }

  static Problem answersWait() {
    return unavailable(
        "answers-wait",
        "As much is being sent to this guild's members as may be: try again in a moment.");
  }

  static Problem bodiesWait() {
    return unavailable(
        "bodies-wait", "As much is being received as may be: try again in a moment.");
  }

  static Problem moving() {
    return unavailable(
        "guild-unavailable",
        "The guild is moving or its database is away: nothing was done, try again in a moment.");
  }

  static Problem channelsNotObserved() {
    return unavailable(
        "channels-not-observed",
        "Discord has not told which channels this guild has: nothing was done, try again in a"
            + " moment.");
  }

  static Problem degraded(GuildReply.Degraded degraded) {
    return Problem.of(
            503,
            "guild-degraded",
            "Guild cannot be read",
            "Nothing was done: the guild's history cannot be read until an operator has looked at"
                + " it; the instance names it in our log.")
        .with("Retry-After", Long.toString(degraded.retryAfter()))
        .under(degraded.incident());
  }

  /** Nothing was to be changed, so nothing was. */
  static Problem unanswered() {
    return unavailable("no-answer", "No answer came in time: try again in a moment.");
  }

  static Problem outcomeUnknown() {
    return Problem.of(
        504,
        "outcome-unknown",
        "No answer in time",
        "It may or may not have been done. Try again with the same Idempotency-Key.");
  }

  static Problem fault() {
    return Problem.of(
        500, "fault", "Internal error", "Something went wrong; the instance names it in our log.");
  }
}
