package dcm.http.server;

import dcm.http.pipeline.Responses;
import dcm.http.pipeline.SecurityHeaders;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Responses to requests that Pekko HTTP cannot parse, such as an illegal URI or a header that is
 * too long. Pekko HTTP creates it by the class name in {@code
 * dcm.http.server.parsing.error-handler}.
 */
public final class ParsingErrorResponses extends ParsingErrorHandler {
  private static final SecurityHeaders SECURITY_HEADERS = new SecurityHeaders(false);

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    return SECURITY_HEADERS.applyTo(
        Responses.problem(problem(status.intValue()), Responses.newIncident(), "?", "?"));
  }

  private static Problem problem(int status) {
    return switch (status) {
      case 413 -> Problem.of(413, "too-large", "Too large", "The request is too large.");
      case 414 -> Problem.of(414, "uri-too-long", "URI too long", "The URI is too long.");
      case 417 ->
          Problem.of(
              417, "expectation-failed", "Expectation failed", "Only 100-continue is understood.");
      case 431 ->
          Problem.of(
              431, "headers-too-large", "Too large", "A header is too long or there are too many.");
      case 501, 505 -> Problems.malformed("The HTTP method or version is not supported.");
      default ->
          Problems.malformed(
              "The request line, a header or the framing of the body is not valid HTTP.");
    };
  }
}
