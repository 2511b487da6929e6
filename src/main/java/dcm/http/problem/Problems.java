package dcm.http.problem;

import dcm.entity.GuildException;
import dcm.guild.reply.Refusal;
import dcm.photo.PhotoRejection;
import java.util.Collection;
import java.util.List;

/**
 * Problems that the HTTP module detects; {@link RefusalProblems} has those of the guild's refusals.
 */
public final class Problems {
  private Problems() {}

  public static Problem malformed(String detail) {
    return Problem.of(400, "unreadable", "Malformed request", detail);
  }

  public static Problem badParameter(String name, String detail) {
    return Problem.of(
            400, "bad-parameter", "Invalid parameter", "The parameter " + name + " " + detail)
        .with(List.of(new Refusal.FieldError(name, "bad-parameter", detail)));
  }

  public static Problem unauthenticated(String type, String detail) {
    return Problem.of(401, type, "Authentication required", detail)
        .with(
            "WWW-Authenticate",
            type.equals("no-token")
                ? "Bearer realm=\"dcm\""
                : "Bearer realm=\"dcm\", error=\"invalid_token\"");
  }

  /**
   * No valid session cookie. The challenge names the cookie, because no header can authenticate.
   */
  public static Problem noSession() {
    return Problem.of(401, "no-session", "Authentication required", "Log in first.")
        .with("WWW-Authenticate", "Cookie realm=\"dcm\"");
  }

  public static Problem invalidSignature() {
    return Problem.of(
        401, "not-signed", "Invalid signature", "The request is not signed by Discord.");
  }

  public static Problem crossSite() {
    return Problem.of(
        403,
        "cross-site",
        "Cross-site request refused",
        "A request with a cookie must come from this site's own pages.");
  }

  public static Problem notFound(String detail) {
    return Problem.of(404, "not-found", "Not found", detail);
  }

  public static Problem methodNotAllowed(Collection<String> allowed) {
    var list = String.join(", ", allowed);
    return Problem.of(
            405, "method-not-allowed", "Method not allowed", "Allowed methods: " + list + ".")
        .with("Allow", list);
  }

  public static Problem notAcceptable() {
    return Problem.of(
        406,
        "not-acceptable",
        "Not acceptable",
        "This resource is available as application/json only.");
  }

  public static Problem inProgress() {
    return Problem.of(
            409,
            "in-progress",
            "Request in progress",
            "A request with this Idempotency-Key is still being processed.")
        .with("Retry-After", "1");
  }

  public static Problem outdated(String detail) {
    return Problem.of(412, "outdated", "Precondition failed", detail);
  }

  public static Problem tooLarge(long maxBytes) {
    return Problem.of(
        413,
        "too-large",
        "Too large",
        "The request body exceeds the limit of " + maxBytes + " bytes.");
  }

  public static Problem unsupportedMediaType() {
    return Problem.of(
        415,
        "unsupported-media-type",
        "Unsupported media type",
        "A body must be application/json in UTF-8.");
  }

  /** The reason why an upload is not accepted as a photo. */
  public static Problem photoRejected(PhotoRejection rejection) {
    return switch (rejection) {
      case PhotoRejection.EmptyUpload _ -> malformed("The body must be a photo, and it is empty.");
      case PhotoRejection.UploadTooLarge(var limit) -> tooLarge(limit);
      case PhotoRejection.UnsupportedType(var type) ->
          Problem.of(
              415,
              "unsupported-photo",
              "Unsupported photo",
              "A photo must be JPEG, PNG, GIF or WebP; the type of this file is "
                  + type.label()
                  + ".");
      case PhotoRejection.TooManyPixels(var width, var height, var limit) ->
          Problem.of(
              422,
              "too-many-pixels",
              "Too many pixels",
              "The photo has %d × %d pixels; at most %d in all are accepted."
                  .formatted(width, height, limit));
      case PhotoRejection.DamagedPhoto(var type) ->
          Problem.of(
              422, "damaged-photo", "Damaged photo", "The " + type.label() + " cannot be read.");
      case PhotoRejection.ProcessorBusy _ ->
          unavailable("photos-wait", "Too many photos are being processed: try again in a moment.");
    };
  }

  public static Problem unsupportedPhotoType() {
    return Problem.of(
        415,
        "unsupported-media-type",
        "Unsupported media type",
        "The body must be the bytes of a photo, with its media type, for example image/jpeg.");
  }

  public static Problem invalid(List<Refusal.FieldError> errors) {
    var first = errors.getFirst();
    var remainder = errors.size() == 1 ? "" : " (and " + (errors.size() - 1) + " more)";
    return Problem.of(
            422, "invalid", "Invalid fields", first.field() + ": " + first.detail() + remainder)
        .with(errors);
  }

  public static Problem unsupportedEncoding() {
    return Problem.of(
            415,
            "unsupported-encoding",
            "Unsupported encoding",
            "Content-Encoding is not supported.")
        .with("Accept-Encoding", "identity");
  }

  public static Problem preconditionRequired() {
    return Problem.of(
        428,
        "precondition-required",
        "Precondition required",
        "If-Match with the current ETag, or *, is required.");
  }

  public static Problem tooManyRequests(long seconds) {
    return Problem.of(
            429, "too-many-requests", "Too many requests", "Try again in " + seconds + " s.")
        .with("Retry-After", Long.toString(seconds));
  }

  public static Problem tooManyConnections() {
    return Problem.of(
            429,
            "too-many-connections",
            "Too many connections",
            "The connection limit of this address is reached.")
        .with("Retry-After", "5");
  }

  public static Problem requestTimeout() {
    return Problem.of(
        408, "too-slow", "Request timeout", "The request was not received within the time limit.");
  }

  public static Problem unavailable(String type, String detail) {
    return Problem.of(503, type, "Service unavailable", detail).with("Retry-After", "2");
  }

  public static Problem busy() {
    return unavailable("busy", "The guild has too many pending requests: try again in a moment.");
  }

  public static Problem responseBytesExhausted() {
    return unavailable(
        "answers-wait", "The response budget of this guild is used up: try again in a moment.");
  }

  public static Problem bodyBytesExhausted() {
    return unavailable(
        "bodies-wait", "The budget for request bodies is used up: try again in a moment.");
  }

  public static Problem guildUnavailable() {
    return unavailable(
        "guild-unavailable",
        "The guild is moving or its database is unavailable: nothing was done, try again soon.");
  }

  static Problem channelsNotObserved() {
    return unavailable(
        "channels-not-observed",
        "The guild's channels are not known from Discord yet: nothing was done, try again in a"
            + " moment.");
  }

  public static Problem degraded(GuildException.DegradedException degraded) {
    return Problem.of(
            503,
            "guild-degraded",
            "Guild degraded",
            "Nothing was done: the guild's history cannot be read and needs an operator;"
                + " the instance id is in the server log.")
        .with("Retry-After", Long.toString(degraded.retryAfterSeconds()))
        .withIncident(degraded.incident());
  }

  /** A timeout of a safe method: nothing was changed. */
  static Problem noResponse() {
    return unavailable("no-answer", "The guild did not answer in time: try again in a moment.");
  }

  static Problem outcomeUnknown() {
    return Problem.of(
        504,
        "outcome-unknown",
        "Outcome unknown",
        "The request may or may not have taken effect. Retry with the same Idempotency-Key.");
  }

  static Problem internalError() {
    return Problem.of(
        500, "fault", "Internal error", "Unexpected error; the instance id is in the server log.");
  }
}
