package dcm.sandbox.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.util.ByteString;

/**
 * Close code and reset of one TCP connection under Pekko HTTP. Pekko HTTP can neither close a
 * WebSocket with a chosen close code nor abort a connection within a response. This stage between
 * HTTP and TCP does both: it inserts a close frame as the last bytes, or resets the connection.
 */
public final class ConnectionCloser {
  private final SharedKillSwitch killSwitch = KillSwitches.shared("sandbox-connection");
  private final CompletableFuture<Optional<ByteString>> finalBytes = new CompletableFuture<>();

  private volatile ByteString lastReceived = ByteString.emptyByteString();

  /** The byte flow of this connection, with {@code handler} answering its requests. */
  public Flow<ByteString, ByteString, NotUsed> serve(
      Http http, Flow<HttpRequest, HttpResponse, NotUsed> handler) {
    Source<ByteString, NotUsed> closingBytes =
        Source.completionStage(finalBytes)
            .mapConcat(bytes -> bytes.map(java.util.List::of).orElse(java.util.List.of()));
    Flow<ByteString, ByteString, NotUsed> outgoing =
        Flow.of(ByteString.class).merge(closingBytes, true).via(killSwitch.flow());
    Flow<ByteString, ByteString, NotUsed> incoming =
        Flow.of(ByteString.class)
            .map(bytes -> {
              lastReceived = bytes;
              return bytes;
            });
    return incoming.via(handler.join(plaintextLayer(http))).via(outgoing);
  }

  /** Pekko's type of a TLS placebo differs from the required one in variance only. */
  @SuppressWarnings("unchecked")
  private static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed>
      plaintextLayer(Http http) {
    var placebo =
        (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
            (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
    return http.serverLayer().atop(placebo);
  }

  /** Closes the WebSocket with this code (RFC 6455, section 5.5.1), then the connection. */
  void close(int code, String reason) {
    byte[] reasonBytes = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame =
        ByteBuffer.allocate(4 + reasonBytes.length)
            .put((byte) 0x88)
            .put((byte) (2 + reasonBytes.length))
            .putShort((short) code)
            .put(reasonBytes);
    finalBytes.complete(Optional.of(ByteString.fromArray(frame.array())));
  }

  /**
   * Whether the last received bytes are a close frame with 1000 or 1001, which ends a gateway
   * session. Pekko HTTP does not distinguish it from a lost connection, which may be resumed. A
   * close frame is the last frame of a client, so it is searched at the end.
   */
  public boolean receivedNormalClose() {
    byte[] bytes = lastReceived.toArray();
    for (int payload = 2; payload <= 125 && payload + 6 <= bytes.length; payload++) {
      int offset = bytes.length - payload - 6;
      if (bytes[offset] == (byte) 0x88 && bytes[offset + 1] == (byte) (0x80 | payload)) {
        int code =
            ((bytes[offset + 6] ^ bytes[offset + 2]) & 0xff) << 8
                | ((bytes[offset + 7] ^ bytes[offset + 3]) & 0xff);
        return code == 1000 || code == 1001;
      }
    }
    return false;
  }

  /** Aborts the connection; the client receives a TCP reset. */
  public void reset() {
    killSwitch.abort(new java.io.IOException("connection reset by the sandbox"));
  }
}
