package dcm.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** {@code Accept} (RFC 9110, section 12.5.1): whether the caller understands JSON at all. */
final class Accepts {
  private static final Pattern REFUSED = Pattern.compile(";\\s*q=0(\\.0*)?\\s*(;.*)?$");

  private Accepts() {}

  /**
   * @throws Rejected 406 when an operation of the API is asked for anything but JSON
   */
  static void check(HttpRequest request, Endpoint endpoint) {
    if (endpoint.path().startsWith("/api/") && !json(Knock.header(request, "Accept"))) {
      throw Problems.notAcceptable().asException();
    }
  }

  /** Whether a person looks at the answer: a browser that goes to an address says so. */
  static boolean page(Optional<String> accept) {
    var ranges = accept.orElse("").toLowerCase(Locale.ROOT);
    return ranges.contains("text/html") && !ranges.contains("json");
  }

  static boolean json(Optional<String> accept) {
    if (accept.isEmpty() || accept.get().isBlank()) {
      return true;
    }
    return Stream.of(accept.get().toLowerCase(Locale.ROOT).split(","))
        .map(String::strip)
        .filter(range -> !REFUSED.matcher(range).find())
        .map(range -> range.split(";", 2)[0].strip())
        .anyMatch(range ->
            range.equals("*/*")
                || range.equals("application/*")
                || range.equals("application/json")
                || range.equals("application/problem+json"));
  }
}
