package dcm.auth;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A fake Discord with scripted responses, including ones that neither the real nor the local
 * Discord sends.
 */
final class ScriptedDiscord implements AutoCloseable {
  record Reply(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  final Queue<String> asked = new ConcurrentLinkedQueue<>();
  final Queue<String> agents = new ConcurrentLinkedQueue<>();

  ScriptedDiscord() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var path = exchange.getRequestURI().getPath().substring("/api/v10".length());
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(path + " " + body);
          agents.add(exchange.getRequestHeaders().getFirst("User-Agent"));
          var query = exchange.getRequestURI().getQuery();
          var reply = replies.getOrDefault(path, new Reply(404, "{}", Map.of()));
          reply = replies.getOrDefault(path + "?" + query, reply);
          reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
          try (var out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    on("/oauth2/token", 200, "{\"access_token\":\"a\",\"refresh_token\":\"r\",\"expires_in\":600}");
    on("/users/@me", 200, "{\"id\":\"5\",\"username\":\"sanne\",\"global_name\":null}");
    on(
        "/users/@me/guilds",
        200,
        "[{\"id\":\"1\",\"name\":\"House\",\"owner\":false,\"permissions\":\"8\"}]");
    on("/users/@me/guilds/1/member", 200, "{\"roles\":[\"7\"],\"nick\":\"San\"}");
  }

  void on(String path, int status, String body, String... header) {
    replies.put(
        path,
        new Reply(status, body, header.length == 0 ? Map.of() : Map.of(header[0], header[1])));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
