package dcm.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.http.RawSocket;
import dcm.http.json.ApiJson;
import dcm.http.pipeline.BareHttpTestServer;
import dcm.http.pipeline.Endpoint;
import dcm.http.pipeline.Responses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections, their limits, and malformed requests. */
class HttpServerIT {
  private static BareHttpTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server =
        new BareHttpTestServer(
            List.of(
                Endpoint.open(
                    "GET", "/hello", _ -> Responses.completed(Responses.json(ApiJson.object()))),
                Endpoint.open(
                    "GET",
                    "/broken",
                    _ -> {
                      throw new IllegalStateException("jdbc:secret in a stack");
                    }),
                Endpoint.open(
                    "POST",
                    "/echo",
                    request -> Responses.completed(Responses.json(request.body().json()))),
                Endpoint.inGuild(
                    "POST", "/things", _ -> Responses.completed(Responses.noContent()))),
            """
            dcm.http.request-receive-timeout = 600ms
            dcm.http.idle-timeout = 5s
            dcm.http.connections.max-from-loopback = 20
            """);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @Test
  void every_response_has_security_and_rate_limit_headers() throws Exception {
    for (var path : List.of("/hello", "/nothing", "/broken")) {
      var headers = server.get(path).headers().map();
      assertThat(headers)
          .containsEntry("x-content-type-options", List.of("nosniff"))
          .containsKeys(
              "content-security-policy",
              "referrer-policy",
              "permissions-policy",
              "cross-origin-opener-policy",
              "cross-origin-resource-policy",
              "ratelimit",
              "ratelimit-policy")
          .doesNotContainKeys("server", "strict-transport-security");
    }
  }

  @Test
  void an_internal_error_reveals_only_its_incident_id() throws Exception {
    var response = server.get("/broken");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body()).contains("urn:uuid:").doesNotContain("secret", "Exception", "dcm.");
  }

  @Test
  void a_wrong_method_is_answered_with_the_allowed_ones() throws Exception {
    var response = server.send("DELETE", "/hello", new byte[0]);
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, HEAD");
  }

  @Test
  void a_trickled_request_line_ends_with_408_within_the_deadline() throws Exception {
    try (var socket = server.socket()) {
      socket.send("GET /hello HT");
      long start = System.nanoTime();
      assertThat(socket.readToEnd())
          .startsWith("HTTP/1.1 408")
          .contains("application/problem+json", "urn:uuid:");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void a_trickled_body_ends_with_408() throws Exception {
    try (var socket = server.socket()) {
      socket.send(
          head("POST /echo", "Content-Type: application/json", "Content-Length: 100") + "{\"a\":");
      assertThat(socket.readToEnd()).startsWith("HTTP/1.1 408").contains("problem+json");
    }
  }

  @Test
  void an_idle_connection_can_still_be_used() throws Exception {
    try (var socket = server.socket()) {
      socket.send(head("GET /hello"));
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200");
      // longer than the receive timeout of a request
      await().pollDelay(Duration.ofMillis(900)).until(() -> true);
      socket.send(head("GET /hello"));
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void pipelined_requests_are_answered_in_order() throws Exception {
    try (var socket = server.socket()) {
      socket.send(head("GET /hello") + head("GET /nothing") + head("GET /hello"));
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200");
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 404");
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void malformed_http_is_4xx_as_problem_json() throws Exception {
    var bad =
        List.of(
            head("GET /%zz"),
            head("GET /\u0001"),
            "GET /hello HTTP/1.1\r\n\r\n",
            head("GET /hello", "Host: y"),
            "GET /hello HTTP/7.7\r\nHost: x\r\n\r\n",
            "nonsense\r\n\r\n",
            head("FROB /hello"),
            head("GET /hello", "Content-Length: -1"),
            head("GET /hello", "Content-Length: 1", "Content-Length: 2"),
            head("POST /echo", "Transfer-Encoding: frob"),
            head("POST /echo", "Content-Length: 5", "Transfer-Encoding: chunked") + "0\r\n\r\n",
            head("POST /echo", "Content-Type: application/json", "Transfer-Encoding: chunked")
                + "zz\r\n",
            head("GET /hello", "X-Long: " + "a".repeat(9_000)),
            "GET /hello HTTP/1.1\r\nHost: x\r\n" + "X-Many: a\r\n".repeat(70) + "\r\n",
            head("GET /" + "a".repeat(5_000)),
            head("POST /echo", "Content-Type: frob//", "Content-Length: 2") + "{}",
            head("POST /echo", "Expect: frob", "Content-Length: 2") + "{}");
    for (var request : bad) {
      try (var socket = server.socket()) {
        socket.send(request);
        assertThat(socket.readResponse())
            .as(request.length() > 120 ? request.substring(0, 120) : request)
            .matches("(?s)HTTP/1.1 4\\d\\d .*")
            .contains("application/problem+json", "\"detail\"", "urn:uuid:");
      }
    }
  }

  @Test
  void a_body_that_is_too_large_is_413_however_it_is_framed() throws Exception {
    var large = ("{\"a\":\"" + "x".repeat(300_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(server.send("POST", "/echo", large, "Content-Type", "application/json").statusCode())
        .isEqualTo(413);
    try (var socket = server.socket()) {
      socket.send(
          head("POST /echo", "Content-Type: application/json", "Transfer-Encoding: chunked"));
      socket.send("40000\r\n" + "x".repeat(0x40000) + "\r\n");
      socket.send("10\r\n" + "x".repeat(0x10) + "\r\n");
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 413").contains("problem+json");
    }
  }

  @Test
  void an_unread_body_does_not_block_the_connection() throws Exception {
    try (var socket = server.socket()) {
      socket.send(
          head(
                  "POST /api/v1/guilds/1/things",
                  "Content-Type: application/json",
                  "Content-Length: 100000")
              + "{");
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 401").contains("Connection: close");
    }
  }

  @Test
  void connections_per_address_are_limited() throws Exception {
    var sockets = new ArrayList<RawSocket>();
    try {
      await().until(() -> server.connections() < 5);
      for (int i = 0; i < 25; i++) {
        sockets.add(server.socket());
      }
      assertThat(sockets.getLast().readToEnd())
          .startsWith("HTTP/1.1 429")
          .contains("too-many-connections");
    } finally {
      for (var socket : sockets) {
        socket.close();
      }
    }
    await().until(() -> server.connections() < 20);
    try (var socket = server.socket()) {
      socket.send(head("GET /hello"));
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void head_is_get_without_a_body() throws Exception {
    var response = server.send("HEAD", "/hello", new byte[0]);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  /** The head of a request. */
  private static String head(String line, String... headers) {
    var all = new ArrayList<>(List.of(line + " HTTP/1.1", "Host: x"));
    all.addAll(List.of(headers));
    return String.join("\r\n", all) + "\r\n\r\n";
  }
}
