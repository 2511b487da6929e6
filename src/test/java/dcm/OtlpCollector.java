package dcm;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A stub of an OpenTelemetry collector: OTLP over HTTP, in protobuf. */
final class OtlpCollector implements AutoCloseable {
  private static final int SERVER = 2;

  private final HttpServer server;
  private final List<Span> spans = new CopyOnWriteArrayList<>();

  /**
   * @param kind as in {@code opentelemetry/proto/trace/v1/trace.proto}
   */
  record Span(
      String trace, String id, String parent, String name, int kind, Set<String> attributes) {
    boolean isServer() {
      return kind == SERVER;
    }
  }

  OtlpCollector() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/v1/traces",
        exchange -> {
          var request = exchange.getRequestBody().readAllBytes();
          // request → resource_spans → scope_spans → spans
          each(
              request,
              (field, resource) ->
                  only(
                      1,
                      field,
                      () ->
                          each(
                              resource,
                              (inner, scope) ->
                                  only(
                                      2,
                                      inner,
                                      () ->
                                          each(
                                              scope,
                                              (innermost, span) ->
                                                  only(
                                                      2,
                                                      innermost,
                                                      () -> spans.add(read(span))))))));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Span> spans() {
    return List.copyOf(spans);
  }

  private static void only(int wanted, int field, Runnable then) {
    if (field == wanted) {
      then.run();
    }
  }

  private static Span read(ByteBuffer message) {
    var texts = new String[6];
    var kind = new int[1];
    var attributes = new TreeSet<String>();
    fields(
        message,
        (field, bytes) -> {
          if (field == 9) {
            // KeyValue: the key is field 1
            each(
                bytes,
                (inner, key) ->
                    only(
                        1,
                        inner,
                        () -> attributes.add(StandardCharsets.UTF_8.decode(key).toString())));
          } else if (field == 5) {
            texts[field] = StandardCharsets.UTF_8.decode(bytes).toString();
          } else if (field < 5) {
            var id = new byte[bytes.remaining()];
            bytes.get(id);
            texts[field] = HexFormat.of().formatHex(id);
          }
        },
        (field, number) -> only(6, field, () -> kind[0] = number.intValue()));
    return new Span(
        texts[1], texts[2], texts[4] == null ? "" : texts[4], texts[5], kind[0], attributes);
  }

  private static void each(byte[] message, BiConsumer<Integer, ByteBuffer> then) {
    each(ByteBuffer.wrap(message), then);
  }

  private static void each(ByteBuffer message, BiConsumer<Integer, ByteBuffer> then) {
    fields(message, then, (_, _) -> {});
  }

  private static void fields(
      ByteBuffer message, BiConsumer<Integer, ByteBuffer> bytes, BiConsumer<Integer, Long> number) {
    while (message.hasRemaining()) {
      var tag = (int) varint(message);
      switch (tag & 7) {
        case 0 -> number.accept(tag >>> 3, varint(message));
        case 1 -> message.position(message.position() + 8);
        case 2 -> {
          var length = (int) varint(message);
          bytes.accept(tag >>> 3, message.slice(message.position(), length));
          message.position(message.position() + length);
        }
        case 5 -> message.position(message.position() + 4);
        default -> throw new IllegalStateException("not protobuf: tag " + tag);
      }
    }
  }

  private static long varint(ByteBuffer message) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = message.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
