package dcm.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A client of the gateway that does only what it is told, to see what comes back. */
final class RawGateway implements WebSocket.Listener {
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Inflater inflater = new Inflater();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private final WebSocket socket;
  private final String token;

  RawGateway(LocalSandbox local) {
    this.token = local.sandbox.botToken();
    URI uri =
        URI.create(
            local.sandbox.url().toString().replace("http", "ws")
                + "/?v=10&encoding=json&compress=zlib-stream");
    socket = LocalSandbox.wait(local.http.newWebSocketBuilder().buildAsync(uri, this));
    if (next().path("op").asInt() != 10) {
      throw new AssertionError("no HELLO");
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.writeBytes(bytes);
    if (last) {
      inflater.setInput(part.toByteArray());
      part.reset();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[4_096];
      try {
        for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) {
          text.write(buffer, 0, n);
        }
        frames.add(Json.read(text.toString(StandardCharsets.UTF_8)));
      } catch (DataFormatException | com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError(e);
      }
    }
    webSocket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    closed.complete(1006);
  }

  void send(Object frame) {
    LocalSandbox.wait(socket.sendText(frame instanceof String s ? s : Json.write(frame), true));
  }

  void identify() {
    identify(token, 1);
  }

  void identify(String shown, int intents) {
    send(
        Map.of(
            "op",
            2,
            "d",
            Map.of("token", shown, "intents", intents, "properties", Map.of("os", "test"))));
  }

  void resume(String session, long seq) {
    send(Map.of("op", 6, "d", Map.of("token", token, "session_id", session, "seq", seq)));
  }

  JsonNode next() {
    try {
      JsonNode frame = frames.poll(10, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came");
      }
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next event of this type; others are passed over. */
  JsonNode event(String type) {
    for (JsonNode frame = next(); ; frame = next()) {
      if (frame.path("t").asText().equals(type)) {
        return frame;
      }
    }
  }

  int closeCode() {
    return LocalSandbox.wait(closed);
  }

  void abort() {
    socket.abort();
  }
}
