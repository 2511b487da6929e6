package dcm.sandbox;

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
 * One TCP connection under Pekko HTTP. The library can neither end a WebSocket with a close code of
 * our choice nor cut a connection in the middle of an answer; here, between HTTP and TCP, both are
 * easy: a close frame is let in as the last bytes, or the connection is reset.
 */
final class Wire {
  private final SharedKillSwitch scissors = KillSwitches.shared("sandbox-wire");
  private final CompletableFuture<Optional<ByteString>> lastBytes = new CompletableFuture<>();

  private volatile ByteString lastReceived = ByteString.emptyByteString();

  /** The bytes' way of this connection when {@code handler} answers its requests. */
  Flow<ByteString, ByteString, NotUsed> serve(
      Http http, Flow<HttpRequest, HttpResponse, NotUsed> handler) {
    Source<ByteString, NotUsed> farewell =
        Source.completionStage(lastBytes)
            .mapConcat(bytes -> bytes.map(java.util.List::of).orElse(java.util.List.of()));
    Flow<ByteString, ByteString, NotUsed> outgoing =
        Flow.of(ByteString.class).merge(farewell, true).via(scissors.flow());
    Flow<ByteString, ByteString, NotUsed> incoming =
        Flow.of(ByteString.class)
            .map(bytes -> {
              lastReceived = bytes;
              return bytes;
            });
    return incoming.via(handler.join(plain(http))).via(outgoing);
  }

  /** Pekko's types for "TLS, but without TLS" fit together only up to variance. */
  @SuppressWarnings("unchecked")
  private static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> plain(
      Http http) {
    var placebo =
        (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
            (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
    return http.serverLayer().atop(placebo);
  }

  /** Ends a WebSocket with this code (RFC 6455, section 5.5.1), then the connection. */
  void close(int code, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame =
        ByteBuffer.allocate(4 + words.length)
            .put((byte) 0x88)
            .put((byte) (2 + words.length))
            .putShort((short) code)
            .put(words);
    lastBytes.complete(Optional.of(ByteString.fromArray(frame.array())));
  }

  /**
   * Whether the last that came was a close frame with 1000 or 1001, which gives up a gateway
   * session. Pekko HTTP tells a handler the same for it and for a connection that just ended, which
   * may be resumed; a client's close frame ends what it sends, so it is looked for at the end.
   */
  boolean heardGoodbye() {
    byte[] bytes = lastReceived.toArray();
    for (int payload = 2; payload <= 125 && payload + 6 <= bytes.length; payload++) {
      int at = bytes.length - payload - 6;
      if (bytes[at] == (byte) 0x88 && bytes[at + 1] == (byte) (0x80 | payload)) {
        int code =
            ((bytes[at + 6] ^ bytes[at + 2]) & 0xff) << 8
                | ((bytes[at + 7] ^ bytes[at + 3]) & 0xff);
        return code == 1000 || code == 1001;
      }
    }
    return false;
  }

  /** Cuts the connection: the other side sees a reset. */
  void cut() {
    scissors.abort(new java.io.IOException("cut by the sandbox"));
  }
}
