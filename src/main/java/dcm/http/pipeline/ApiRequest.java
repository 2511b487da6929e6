package dcm.http.pipeline;

import dcm.guild.value.UuidV7;
import dcm.http.server.ConnectionState;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request that found its endpoint.
 *
 * @param from whose it is: the other end of the connection, or who a trusted proxy says
 * @param at when it was taken in
 * @param variables of the path
 * @param body all of it
 * @param line the connection it came on
 * @param visit how long it takes, and what belongs to it
 */
public record ApiRequest(
    HttpRequest httpRequest,
    InetAddress clientAddress,
    Instant receivedAt,
    Map<String, String> variables,
    QueryParameters query,
    RequestBody body,
    ConnectionState connection,
    RequestObservation observation) {
  private static final SecureRandom RANDOM = new SecureRandom();

  public String method() {
    return httpRequest.method().name();
  }

  public String path() {
    return httpRequest.getUri().path();
  }

  public String variable(String name) {
    return variables.get(name);
  }

  /** A new UUIDv7 with the time at which this request was received. */
  public UUID newId() {
    return UuidV7.at(receivedAt, RANDOM);
  }

  /** The value of a header; when it came several times, what it would be as one line. */
  public Optional<String> header(String name) {
    return header(httpRequest, name);
  }

  public static Optional<String> header(HttpRequest request, String name) {
    var values = new ArrayList<String>();
    // Pekko compares with the name in lower case only
    var lower = name.toLowerCase(Locale.ROOT);
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(lower)) {
        values.add(header.value());
      }
    }
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }
}
