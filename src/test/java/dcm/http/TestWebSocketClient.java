package dcm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import dcm.http.server.HttpServer;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket client that records the frames it receives. */
final class TestWebSocketClient implements WebSocket.Listener, AutoCloseable {
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private volatile int closed;
  private WebSocket socket;

  static TestWebSocketClient open(
      HttpTestServer server, GuildId guild, String query, String... headers) {
    return open(server, server.httpApi, guild, query, headers);
  }

  /** Opens a WebSocket at one of several servers. */
  static TestWebSocketClient open(
      HttpTestServer server, HttpApi httpApi, GuildId guild, String query, String... headers) {
    var listener = new TestWebSocketClient();
    var url =
        URI.create(
            HttpServer.url(httpApi.address())
                .resolve("/ws/v1/guilds/" + guild + query)
                .toString()
                .replaceFirst("^http", "ws"));
    var builder =
        server
            .client()
            .newWebSocketBuilder()
            .subprotocols("dcm.v1")
            .connectTimeout(Duration.ofSeconds(10));
    for (int i = 0; i < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    listener.socket = builder.buildAsync(url, listener).orTimeout(20, TimeUnit.SECONDS).join();
    return listener;
  }

  /** Opens a WebSocket and authenticates with a real ticket. */
  static TestWebSocketClient connect(
      HttpTestServer server, GuildId guild, String token, String query) {
    // requested before: the server does not wait long for the first frame
    var ticket = ticket(server, guild, token);
    return open(server, guild, query).send(authFrame(ticket));
  }

  static String authFrame(String ticket) {
    return "{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}";
  }

  static String ticket(HttpTestServer server, GuildId guild, String token) {
    // on a busy machine Redis can exceed its timeout: then the dashboard retries as well
    return Awaitility.await("a ticket")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> server.send("POST", HttpTestServer.in(guild, "/ws-ticket"), token, null),
            reply -> reply.status() != 503)
        .json()
        .get("ticket")
        .asText();
  }

  TestWebSocketClient send(String text) {
    socket.sendText(text, true).orTimeout(10, TimeUnit.SECONDS).join();
    return this;
  }

  String protocol() {
    return socket.getSubprotocol();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    part.append(data);
    if (last) {
      try {
        frames.add(HttpTestServer.JSON.readTree(part.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed = code;
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed = closed == 0 ? 1006 : closed;
  }

  List<JsonNode> frames() {
    return frames;
  }

  JsonNode await(String type) {
    return await(frame -> frame.get("type").asText().equals(type));
  }

  JsonNode await(Predicate<JsonNode> wanted) {
    Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> frames.stream().anyMatch(wanted));
    return frames.stream().filter(wanted).findFirst().orElseThrow();
  }

  JsonNode awaitRevision(long revision) {
    return await(frame ->
        frame.get("type").asText().equals("event") && frame.get("revision").asLong() == revision);
  }

  /** The revisions of the events, in the order of arrival. */
  List<Long> revisions() {
    var revisions = new ArrayList<Long>();
    for (var frame : frames) {
      if (frame.get("type").asText().equals("event")) {
        revisions.add(frame.get("revision").asLong());
      }
    }
    return revisions;
  }

  int awaitClose(Duration within) {
    Awaitility.await().atMost(within).until(() -> closed != 0);
    return closed;
  }

  @Override
  public void close() {
    socket.abort();
  }
}
