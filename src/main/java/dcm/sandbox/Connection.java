package dcm.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
 * One WebSocket of the gateway: HELLO, heartbeats, limits on what the client says, and IDENTIFY or
 * RESUME, which the {@link Gateway} decides. All methods are called on the desk.
 */
final class Connection {
  static final int HEARTBEAT_MILLIS = 41_250;
  private static final int MAX_BYTES = 4_096;
  private static final int MAX_FRAMES = 120;
  private static final long FRAMES_MILLIS = 60_000;

  private final Gateway gateway;
  private final Wire wire;
  private final BoundedSourceQueue<Message> out;
  private final @Nullable ZlibStream zlib;
  private final Deque<Long> frames = new ArrayDeque<>();
  @Nullable Session session;
  private boolean closed;
  private long lastBeat = System.currentTimeMillis();

  Connection(Gateway gateway, Wire wire, BoundedSourceQueue<Message> out, boolean compressed) {
    this.gateway = gateway;
    this.wire = wire;
    this.out = out;
    this.zlib = compressed ? new ZlibStream() : null;
  }

  void hello() {
    send(Session.frame(10, Json.object().put("heartbeat_interval", HEARTBEAT_MILLIS), null, null));
  }

  void send(String frame) {
    if (closed) {
      return;
    }
    Message message =
        zlib == null ? TextMessage.create(frame) : BinaryMessage.create(zlib.next(frame));
    if (!QueueOfferResult.enqueued().equals(out.offer(message))) {
      // a client that does not read: Discord drops it too, and it may resume
      cut();
    }
  }

  void receive(String text) {
    if (closed) {
      return;
    }
    long now = System.currentTimeMillis();
    frames.addLast(now);
    while (frames.getFirst() < now - FRAMES_MILLIS) {
      frames.removeFirst();
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      close(4002, "Error while decoding payload.");
    } else if (frames.size() > MAX_FRAMES) {
      close(4008, "You are being rate limited.");
    } else {
      try {
        handle(Json.read(text));
      } catch (JsonProcessingException e) {
        close(4002, "Error while decoding payload.");
      }
    }
  }

  private void handle(JsonNode frame) {
    JsonNode data = frame.path("d");
    switch (frame.path("op").asInt(-1)) {
      case 1 -> beat();
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
      case 3, 4 -> needsSession();
      case 8 -> {
        if (needsSession() && session != null) {
          gateway.requestMembers(session, data);
        }
      }
      default -> close(4001, "Unknown opcode.");
    }
  }

  private boolean needsSession() {
    if (session == null) {
      close(4003, "Not authenticated.");
    }
    return session != null;
  }

  private void beat() {
    lastBeat = System.currentTimeMillis();
    if (session != null) {
      session.lastSeen = lastBeat;
    }
    if (!gateway.withholdsAcks()) {
      send(Session.frame(11, null, null, null));
    }
  }

  boolean isSilentSince(long time) {
    return lastBeat < time;
  }

  /** op 9: the session cannot be resumed; {@code resumable} says whether trying again may help. */
  void invalid(boolean resumable) {
    send(
        Session.frame(
            9, com.fasterxml.jackson.databind.node.BooleanNode.valueOf(resumable), null, null));
  }

  void close(int code, String reason) {
    if (!closed) {
      gateway.gone(this, code != 4004 && code != 4010 && code != 4013 && code != 4014);
      closed = true;
      wire.close(code, reason);
    }
  }

  void cut() {
    if (!closed) {
      gateway.gone(this, true);
      closed = true;
      wire.cut();
    }
  }

  /** The other side went: with 1000 or 1001 it also gave up its session. */
  void left(boolean forGood) {
    if (!closed) {
      gateway.gone(this, !forGood);
      closed = true;
    }
    if (zlib != null) {
      zlib.end();
    }
  }
}
