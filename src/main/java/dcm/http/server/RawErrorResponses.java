package dcm.http.server;

import dcm.http.pipeline.Responses;
import dcm.http.pipeline.SecurityHeaders;
import dcm.http.problem.Problem;
import dcm.http.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * Serialized responses for connections without a complete request; the connection is closed after
 * them.
 */
final class RawErrorResponses {
  private static final SecurityHeaders SECURITY_HEADERS = new SecurityHeaders(false);

  private RawErrorResponses() {}

  static ByteString requestTimeout() {
    return write(Problems.requestTimeout());
  }

  static ByteString tooManyConnections() {
    return write(Problems.tooManyConnections());
  }

  private static ByteString write(Problem problem) {
    HttpResponse response =
        SECURITY_HEADERS.applyTo(Responses.problem(problem, Responses.newIncident(), "?", "?"));
    var body = ((HttpEntity.Strict) response.entity()).getData().toArrayUnsafe();
    var lines = new ArrayList<String>();
    lines.add("HTTP/1.1 " + response.status().intValue() + " " + response.status().reason());
    response.getHeaders().forEach(header -> lines.add(header.name() + ": " + header.value()));
    lines.add("Content-Type: " + response.entity().getContentType());
    lines.add("Content-Length: " + body.length);
    lines.add("Connection: close");
    var head = String.join("\r\n", lines) + "\r\n\r\n";
    return ByteString.fromArray(head.getBytes(StandardCharsets.US_ASCII))
        .concat(ByteString.fromArray(body));
  }
}
