package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.redis.OpaqueToken;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** WebSockets that the server closes. */
@Execution(ExecutionMode.CONCURRENT)
// beside other classes, but one test at a time: they share a server
@ResourceLock("LiveCloseIT")
class LiveCloseIT {
  @Test
  void a_stalled_client_is_disconnected_and_delays_no_other() throws Exception {
    try (var server =
        new HttpTestServer("dcm.http.live { buffer-size = 16k, ping-interval = 60s }")) {
      var anna = server.token(DUTCH, ANNA);
      try (var stalled = RawSocket.live(server, DUTCH, anna, "");
          var reader = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
        reader.await("hello");
        Awaitility.await().until(() -> server.httpApi.webSocketCount() == 2);
        var longText = "x".repeat(3_900);
        int made = 0;
        while (server.httpApi.webSocketCount() == 2 && made < 4_000) {
          var reply =
              server.send(
                  "POST",
                  in(DUTCH, "/tasks"),
                  anna,
                  "{\"title\":\"t\",\"description\":\"" + longText + "\"}");
          assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
          made++;
        }
        assertThat(made).isLessThan(4_000);
        assertThat(stalled.readToEnd()).contains("\"type\":\"hello\"");
        reader.awaitRevision(
            server
                .send("GET", in(DUTCH, "/tasks?limit=1"), anna, null)
                .json()
                .get("revision")
                .asLong());
      }
    }
  }

  @Test
  void a_node_that_shuts_down_closes_its_sockets_with_1012() {
    try (var server = new HttpTestServer()) {
      var socket = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, ANNA), "");
      socket.await("hello");
      var closing = server.httpApi.close(Duration.ofSeconds(2));
      assertThat(socket.awaitClose(Duration.ofSeconds(2))).isEqualTo(1012);
      HttpTestServer.join(closing);
      socket.close();
    }
  }

  @Test
  void a_logout_ends_the_sockets_and_tickets_of_its_session_on_every_node() {
    try (var server = new HttpTestServer()) {
      var refresh = OpaqueToken.generate();
      var anna = server.mint(DUTCH, ANNA, refresh).token();
      var elsewhere = server.anotherHttpApi();
      var unused = TestWebSocketClient.ticket(server, DUTCH, anna);
      try (var here = TestWebSocketClient.connect(server, DUTCH, anna, "");
          var there = TestWebSocketClient.open(server, elsewhere, DUTCH, "");
          var other = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, ANNA), "")) {
        there.send(TestWebSocketClient.authFrame(TestWebSocketClient.ticket(server, DUTCH, anna)));
        here.await("hello");
        there.await("hello");
        other.await("hello");
        var left =
            server.send(
                "POST",
                "/api/v1/auth/logout",
                null,
                null,
                "Cookie",
                "dcm_refresh=" + refresh.secret(),
                "Origin",
                "http://127.0.0.1:8080");
        assertThat(left.status()).as(left.toString()).isEqualTo(204);
        assertThat(here.awaitClose(Duration.ofSeconds(2))).isEqualTo(4401);
        assertThat(there.awaitClose(Duration.ofSeconds(2))).isEqualTo(4401);
        try (var late = TestWebSocketClient.open(server, elsewhere, DUTCH, "")) {
          late.send(TestWebSocketClient.authFrame(unused));
          assertThat(late.awaitClose(Duration.ofSeconds(5))).isEqualTo(4401);
        }
        var made = server.send("POST", in(DUTCH, "/tasks"), anna(server), "{\"title\":\"after\"}");
        other.awaitRevision(made.json().get("revision").asLong());
      }
      HttpTestServer.join(elsewhere.close(Duration.ofMillis(100)));
    }
  }

  private static String anna(HttpTestServer server) {
    return server.token(DUTCH, ANNA);
  }

  @Test
  void an_expired_token_ends_its_socket() {
    try (var server = new HttpTestServer("dcm.auth.access-token-ttl = 10s")) {
      var socket = TestWebSocketClient.connect(server, DUTCH, server.token(DUTCH, ANNA), "");
      socket.await("hello");
      assertThat(socket.awaitClose(Duration.ofSeconds(12))).isEqualTo(4401);
      socket.close();
    }
  }
}
