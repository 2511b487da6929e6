package dcm.http.pipeline;

import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Reads {@code Accept} (RFC 9110, section 12.5.1): whether the client accepts JSON. */
public final class ContentNegotiation {
  private static final Pattern EXCLUDED_RANGE = Pattern.compile(";\\s*q=0(\\.0*)?\\s*(;.*)?$");

  private ContentNegotiation() {}

  /**
   * Checks that the client of an API operation accepts JSON, or what the operation produces.
   *
   * @throws ProblemException 406 when it does not
   */
  static void requireAcceptable(HttpRequest request, Endpoint endpoint) {
    var accept = ApiRequest.header(request, "Accept");
    if (endpoint.path().startsWith("/api/")
        && !acceptsJson(accept)
        && !(endpoint.mediaType() != null && accepts(accept, endpoint.mediaType()))) {
      throw Problems.notAcceptable().asException();
    }
  }

  /** Whether the client is a browser that navigates to a page and does not ask for JSON. */
  static boolean prefersHtml(Optional<String> accept) {
    var ranges = accept.orElse("").toLowerCase(Locale.ROOT);
    return ranges.contains("text/html") && !ranges.contains("json");
  }

  public static boolean acceptsJson(Optional<String> accept) {
    return accepts(accept, "application/json") || accepts(accept, "application/problem+json");
  }

  private static boolean accepts(Optional<String> accept, String mediaType) {
    if (accept.isEmpty() || accept.get().isBlank()) {
      return true;
    }
    var anySubtype = mediaType.substring(0, mediaType.indexOf('/')) + "/*";
    return Stream.of(accept.get().toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(range -> !EXCLUDED_RANGE.matcher(range).find())
        .map(range -> range.split(";", 2)[0].strip())
        .anyMatch(
            range -> range.equals("*/*") || range.equals(anySubtype) || range.equals(mediaType));
  }
}
