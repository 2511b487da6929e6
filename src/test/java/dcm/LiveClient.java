package dcm;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A client of a guild's events that records the revisions it receives. Like the dashboard it opens
 * another WebSocket at its last revision when one is closed.
 */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
  private final HttpClient http;
  private final NodeProcess node;
  private final String guild;
  private final Supplier<String> tickets;
  private final List<Long> revisions = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile long hello = -1;
  private volatile boolean resynchronized;
  private volatile boolean ended = true;
  private WebSocket socket;

  /**
   * @param tickets provides a ticket for each WebSocket
   */
  LiveClient(HttpClient http, NodeProcess node, String guild, Supplier<String> tickets) {
    this.http = http;
    this.node = node;
    this.guild = guild;
    this.tickets = tickets;
  }

  /** Opens a WebSocket unless one is open. */
  void connect() {
    if (ended) {
      var last = revisions.isEmpty() ? hello : revisions.getLast();
      var url =
          "%s/ws/v1/guilds/%s%s"
              .formatted(
                  node.dashboard().toString().replaceFirst("^http", "ws"),
                  guild,
                  last < 0 ? "" : "?since=" + last);
      var ticket = tickets.get();
      part.setLength(0);
      ended = false;
      try {
        socket =
            http.newWebSocketBuilder()
                .subprotocols("dcm.v1")
                .buildAsync(URI.create(url), this)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        socket.sendText("{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}", true).join();
      } catch (CompletionException refused) {
        ended = true;
      }
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      receive(TestHttpClient.read(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void receive(JsonNode frame) {
    switch (frame.get("type").textValue()) {
      case "hello" -> {
        if (hello < 0) {
          hello = frame.get("revision").longValue();
        }
      }
      case "event" -> revisions.add(frame.get("revision").longValue());
      case "resync" -> resynchronized = true;
      default -> {}
    }
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    ended = true;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    ended = true;
  }

  /** The guild's revision when the first WebSocket was opened; -1: hello has not arrived. */
  long hello() {
    return hello;
  }

  /** The revisions of the events, in the order of arrival. */
  List<Long> revisions() {
    return revisions;
  }

  /** Whether the client was told to load everything again. */
  boolean isResynchronized() {
    return resynchronized;
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
