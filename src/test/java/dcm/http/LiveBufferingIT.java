package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Memory used for clients that read slowly or not at all, in a guild with many events. */
class LiveBufferingIT {
  private static final int TASKS = 150;
  private static final int QUEUED = 64 * 1_024;
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server =
        new HttpTestServer(
            """
            dcm.http {
              connections.max-from-loopback = 200
              live { max-per-member = 40, max-per-guild = 30, buffer-size = %d, stall-timeout = 2s, ping-interval = 60s }
            }
            """
                .formatted(QUEUED));
    anna = server.token(DUTCH, ANNA);
    var longText = "x".repeat(4_000);
    for (var number = 0; number < TASKS; number++) {
      var made =
          server.send(
              "POST",
              in(DUTCH, "/tasks"),
              anna,
              "{\"title\":\"t" + number + "\",\"description\":\"" + longText + "\"}");
      assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static long revision() {
    return server
        .send("GET", in(DUTCH, "/tasks?limit=1"), anna, null)
        .json()
        .get("revision")
        .asLong();
  }

  @Test
  void readers_that_never_read_hold_no_more_than_their_queues_and_are_disconnected()
      throws Exception {
    List<RawSocket> stalled = new ArrayList<>();
    try {
      for (var number = 0; number < 20; number++) {
        stalled.add(RawSocket.live(server, DUTCH, anna, "?since=0"));
      }
      Awaitility.await("frames are queued")
          .until(() -> server.httpApi.queuedBytes() > 10L * QUEUED / 2);
      assertThat(server.httpApi.queuedBytes()).isLessThanOrEqualTo(20L * QUEUED);
      Awaitility.await("all are disconnected")
          .atMost(Duration.ofSeconds(15))
          .until(() -> server.httpApi.webSocketCount() == 0);
      assertThat(server.httpApi.queuedBytes()).isZero();
      for (var socket : stalled) {
        assertThat(socket.readToEnd()).contains("\"type\":\"hello\"");
      }
    } finally {
      for (var socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void a_client_that_reads_gets_many_pages_of_the_past_without_a_gap() {
    long now = revision();
    try (var reader = TestWebSocketClient.connect(server, DUTCH, anna, "?since=0")) {
      reader.awaitRevision(now);
      assertThat(reader.revisions())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, now).boxed().toList());
    }
    Awaitility.await().until(() -> server.httpApi.webSocketCount() == 0);
    assertThat(server.httpApi.queuedBytes()).isZero();
  }

  @Test
  void sockets_per_guild_are_limited_and_the_next_one_is_closed() {
    var cleo = server.token(DUTCH, CLEO);
    List<TestWebSocketClient> open = new ArrayList<>();
    try {
      for (var number = 0; number < 30; number++) {
        open.add(TestWebSocketClient.connect(server, DUTCH, number % 2 == 0 ? anna : cleo, ""));
        open.getLast().await("hello");
      }
      try (var more = TestWebSocketClient.connect(server, DUTCH, anna, "")) {
        assertThat(more.awaitClose(Duration.ofSeconds(5))).isEqualTo(4429);
      }
      open.removeFirst().close();
      Awaitility.await().until(() -> server.httpApi.webSocketCount() == 29);
      open.add(TestWebSocketClient.connect(server, DUTCH, cleo, ""));
      open.getLast().await("hello");
    } finally {
      open.forEach(TestWebSocketClient::close);
    }
    Awaitility.await().until(() -> server.httpApi.webSocketCount() == 0);
  }
}
