package dcm.http.pipeline;

import dcm.guild.value.UuidV7;
import dcm.http.server.ConnectionState;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * A request that matched an endpoint.
 *
 * @param clientAddress the peer of the connection, or the client that a trusted proxy names
 * @param receivedAt the time at which its handling began
 * @param variables of the path, by name
 * @param body the whole body
 * @param connection that it arrived on
 * @param observation its timer and span
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

  /** The value of a header; several values are joined by commas. */
  public Optional<String> header(String name) {
    return header(httpRequest, name);
  }

  public static Optional<String> header(HttpRequest request, String name) {
    // Pekko compares with the name in lower case only
    var lower = name.toLowerCase(Locale.ROOT);
    String joined = null;
    for (HttpHeader header : request.getHeaders()) {
      if (header.is(lower)) {
        joined = joined == null ? header.value() : joined + ", " + header.value();
      }
    }
    return Optional.ofNullable(joined);
  }
}
