package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.value.GuildId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Responses that clients do not read, and bodies that they do not finish. */
class HeldBytesLimitIT {
  private static final int TASKS = 120;
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server =
        new HttpTestServer(
            """
            dcm.http {
              send-stall-timeout = 3s
              responses { share = %s, share-per-guild = 0.25 }
              bodies { share = %s, share-per-address = 0.5 }
            }
            """
                .formatted(ofHeap(6 << 20), ofHeap(1 << 20)));
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

  private static String ofHeap(long bytes) {
    return Double.toString((bytes + 1.0) / Runtime.getRuntime().maxMemory());
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static HttpTestServer.Reply board(GuildId guild, String token) {
    return server.send("GET", in(guild, "/board"), token, null);
  }

  private static RawSocket unread(String path) throws Exception {
    return new RawSocket(server.httpApi.address(), 4_096)
        .send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + anna + "\r\n\r\n");
  }

  @Test
  void a_board_of_long_descriptions_has_all_its_tasks() {
    var board = board(DUTCH, anna);
    assertThat(board.status()).as(board.toString()).isEqualTo(200);
    assertThat(board.json().at("/columns/0/tasks")).hasSize(TASKS);
  }

  @Test
  void unread_responses_are_refused_until_their_connections_are_aborted() throws Exception {
    List<RawSocket> stalled = new ArrayList<>();
    try {
      Awaitility.await("response budget exhausted")
          .until(() -> {
            stalled.add(unread(in(DUTCH, "/board")));
            var next = board(DUTCH, anna);
            return next.status() == 503
                && next.json().get("type").asText().equals("/problems/answers-wait")
                && !next.header("Retry-After").isEmpty();
          });
      assertThat(stalled).hasSizeLessThan(40);
      assertThat(server.send("GET", in(DUTCH, "/settings"), anna, null).status()).isEqualTo(200);
      assertThat(board(ENGLISH, server.token(ENGLISH, BRAM)).status())
          .as("another guild")
          .isEqualTo(200);
      Awaitility.await("served again")
          .atMost(Duration.ofSeconds(15))
          .until(() -> board(DUTCH, anna).status() == 200);
    } finally {
      for (var socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void bodies_that_never_arrive_use_up_the_budget_until_they_time_out() throws Exception {
    var head =
        "POST /api/v1/auth/logout HTTP/1.1\r\nHost: x\r\nContent-Length: 262144\r\n"
            + "Content-Type: application/json\r\n\r\n{";
    try (var first = new RawSocket(server.httpApi.address()).send(head);
        var second = new RawSocket(server.httpApi.address()).send(head)) {
      Awaitility.await("body budget exhausted")
          .until(() -> {
            try (var third = new RawSocket(server.httpApi.address()).send(head)) {
              return third.readResponse().contains("/problems/bodies-wait");
            }
          });
      first.send(" ");
      second.send(" ");
      assertThat(
              server
                  .send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"a small one\"}")
                  .status())
          .isEqualTo(201);
    }
    Awaitility.await("body budget available again")
        .atMost(Duration.ofSeconds(15))
        .until(() -> {
          var large = "{\"title\":\"x\",\"description\":\"" + "x".repeat(8_000) + "\"}";
          return server.send("POST", in(DUTCH, "/tasks"), anna, large).status() == 422;
        });
  }
}
