package dcm.sandbox.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.store.SandboxJson;
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

/** A gateway client that sends only the frames of a test and records the responses. */
public final class RawGatewayClient implements WebSocket.Listener {
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Inflater inflater = new Inflater();
  private final ByteArrayOutputStream partialMessage = new ByteArrayOutputStream();
  private final WebSocket socket;
  private final String token;

  public RawGatewayClient(LocalSandbox local) {
    this.token = local.sandbox.botToken();
    URI uri =
        URI.create(
            local.sandbox.url().toString().replace("http", "ws")
                + "/?v=10&encoding=json&compress=zlib-stream");
    socket = LocalSandbox.join(local.http.newWebSocketBuilder().buildAsync(uri, this));
    if (nextFrame().path("op").asInt() != 10) {
      throw new AssertionError("the first frame is not HELLO");
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    partialMessage.writeBytes(bytes);
    if (last) {
      inflater.setInput(partialMessage.toByteArray());
      partialMessage.reset();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      byte[] buffer = new byte[4_096];
      try {
        for (int n = inflater.inflate(buffer); n > 0; n = inflater.inflate(buffer)) {
          text.write(buffer, 0, n);
        }
        frames.add(SandboxJson.read(text.toString(StandardCharsets.UTF_8)));
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

  public void send(Object frame) {
    LocalSandbox.join(
        socket.sendText(frame instanceof String s ? s : SandboxJson.write(frame), true));
  }

  public void identify() {
    identify(token, 1);
  }

  public void identify(String botToken, int intents) {
    send(
        Map.of(
            "op",
            2,
            "d",
            Map.of("token", botToken, "intents", intents, "properties", Map.of("os", "test"))));
  }

  public void resume(String session, long seq) {
    send(Map.of("op", 6, "d", Map.of("token", token, "session_id", session, "seq", seq)));
  }

  public JsonNode nextFrame() {
    try {
      JsonNode frame = frames.poll(10, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError("no frame received within 10 s");
      }
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next event of this type; others are skipped. */
  public JsonNode nextEvent(String type) {
    for (JsonNode frame = nextFrame(); ; frame = nextFrame()) {
      if (frame.path("t").asText().equals(type)) {
        return frame;
      }
    }
  }

  public int closeCode() {
    return LocalSandbox.join(closed);
  }

  public void abort() {
    socket.abort();
  }
}
