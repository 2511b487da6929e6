package dcm.sandbox.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.store.SandboxJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.pekko.http.javadsl.model.ws.BinaryMessage;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the gateway: HELLO, heartbeats, limits on the client's frames, and IDENTIFY or
 * RESUME, which the {@link GatewayServer} decides. All methods are called on the event loop.
 */
public final class GatewaySocket {
  static final int HEARTBEAT_MILLIS = 41_250;
  private static final int MAX_FRAME_BYTES = 4_096;
  private static final int MAX_FRAMES_PER_WINDOW = 120;
  private static final long RATE_WINDOW_MILLIS = 60_000;

  private final GatewayServer gateway;
  private final ConnectionCloser closer;
  private final BoundedSourceQueue<Message> outbound;
  private final @Nullable ZlibStream zlib;
  private final Deque<Long> frameTimes = new ArrayDeque<>();
  @Nullable SandboxSession session;
  private boolean closed;
  private long lastHeartbeatMillis = System.currentTimeMillis();

  public GatewaySocket(
      GatewayServer gateway,
      ConnectionCloser closer,
      BoundedSourceQueue<Message> outbound,
      boolean compressed) {
    this.gateway = gateway;
    this.closer = closer;
    this.outbound = outbound;
    this.zlib = compressed ? new ZlibStream() : null;
  }

  void sendHello() {
    send(
        SandboxSession.frame(
            10, SandboxJson.object().put("heartbeat_interval", HEARTBEAT_MILLIS), null, null));
  }

  public void send(String frame) {
    if (closed) {
      return;
    }
    Message message =
        zlib == null ? TextMessage.create(frame) : BinaryMessage.create(zlib.compress(frame));
    if (!QueueOfferResult.enqueued().equals(outbound.offer(message))) {
      // the client does not read: Discord closes such a connection too, and the session can be
      // resumed
      reset();
    }
  }

  public void receive(String text) {
    if (closed) {
      return;
    }
    long now = System.currentTimeMillis();
    frameTimes.addLast(now);
    while (frameTimes.getFirst() < now - RATE_WINDOW_MILLIS) {
      frameTimes.removeFirst();
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_FRAME_BYTES) {
      close(4002, "Error while decoding payload.");
    } else if (frameTimes.size() > MAX_FRAMES_PER_WINDOW) {
      close(4008, "You are being rate limited.");
    } else {
      try {
        handle(SandboxJson.read(text));
      } catch (JsonProcessingException e) {
        close(4002, "Error while decoding payload.");
      }
    }
  }

  private void handle(JsonNode frame) {
    JsonNode data = frame.path("d");
    switch (frame.path("op").asInt(-1)) {
      case 1 -> onHeartbeat();
      case 2 -> {
        if (session != null) {
          close(4005, "Already authenticated.");
        } else {
          gateway.identify(this, data);
        }
      }
      case 6 -> {
        if (session != null) {
          close(4005, "Already authenticated.");
        } else {
          gateway.resume(this, data);
        }
      }
      case 3, 4 -> requireSession();
      case 8 -> {
        if (requireSession() && session != null) {
          gateway.requestMembers(session, data);
        }
      }
      default -> close(4001, "Unknown opcode.");
    }
  }

  private boolean requireSession() {
    if (session == null) {
      close(4003, "Not authenticated.");
    }
    return session != null;
  }

  private void onHeartbeat() {
    lastHeartbeatMillis = System.currentTimeMillis();
    if (session != null) {
      session.lastSeenMillis = lastHeartbeatMillis;
    }
    if (!gateway.suppressesAcks()) {
      send(SandboxSession.frame(11, null, null, null));
    }
  }

  boolean hasNoHeartbeatSince(long time) {
    return lastHeartbeatMillis < time;
  }

  /** Sends op 9, invalid session; {@code resumable} says whether a RESUME may succeed later. */
  public void sendInvalidSession(boolean resumable) {
    send(
        SandboxSession.frame(
            9, com.fasterxml.jackson.databind.node.BooleanNode.valueOf(resumable), null, null));
  }

  public void close(int code, String reason) {
    if (!closed) {
      gateway.onClosed(this, code != 4004 && code != 4010 && code != 4013 && code != 4014);
      closed = true;
      closer.close(code, reason);
    }
  }

  public void reset() {
    if (!closed) {
      gateway.onClosed(this, true);
      closed = true;
      closer.reset();
    }
  }

  /** The client disconnected; with 1000 or 1001 it also ended its session. */
  public void onDisconnected(boolean isFinal) {
    if (!closed) {
      gateway.onClosed(this, !isFinal);
      closed = true;
    }
    if (zlib != null) {
      zlib.close();
    }
  }
}
