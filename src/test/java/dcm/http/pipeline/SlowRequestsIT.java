package dcm.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.json.ApiJson;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Requests that do not arrive and handlers that do not answer. */
class SlowRequestsIT {
  private static BareHttpTestServer server;

  @BeforeAll
  static void open() throws Exception {
    server =
        new BareHttpTestServer(
            List.of(
                Endpoint.open(
                    "POST",
                    "/echo",
                    request -> Responses.completed(Responses.json(request.body().json()))),
                Endpoint.open(
                        "POST",
                        "/upload",
                        request ->
                            Responses.completed(
                                Responses.json(
                                    ApiJson.object().put("bytes", request.body().bytes().size()))))
                    .withMaxBodySize(1_000_000),
                Endpoint.open("GET", "/silent", _ -> new CompletableFuture<>()),
                Endpoint.open("POST", "/silent", _ -> new CompletableFuture<>())),
            """
            dcm.http.request-receive-timeout = 500ms
            dcm.http.response-timeout = 500ms
            dcm.http.idle-timeout = 5s
            dcm.http.uploads.receive-timeout = 3s
            """);
  }

  @AfterAll
  static void close() throws Exception {
    server.close();
  }

  @RepeatedTest(5)
  void an_upload_that_never_arrives_is_408() throws Exception {
    try (var socket = server.socket()) {
      socket.send(upload());
      assertThat(socket.readToEnd())
          .startsWith("HTTP/1.1 408")
          .contains("/problems/too-slow")
          .contains("Connection: close");
    }
  }

  @Test
  void an_upload_that_trickles_is_408() throws Exception {
    try (var socket = server.socket()) {
      socket.send(upload());
      var trickle =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < 40 && !Thread.interrupted(); i++) {
                  LockSupport.parkNanos(50_000_000);
                  try {
                    socket.send(" ");
                  } catch (IOException closed) {
                    return;
                  }
                }
              });
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 408").contains("Connection: close");
      trickle.interrupt();
      trickle.join();
    }
  }

  /** Twice the time and almost four times the size that other requests may have. */
  @Test
  void an_upload_of_a_photo_may_be_larger_and_slower_than_other_requests() throws Exception {
    try (var socket = server.socket()) {
      socket.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        LockSupport.parkNanos(50_000_000);
        socket.send("x".repeat(50_000));
      }
      assertThat(socket.readResponse()).startsWith("HTTP/1.1 200").contains("1000000");
    }
    try (var socket = server.socket()) {
      socket.send("POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx");
      assertThat(socket.readToEnd()).startsWith("HTTP/1.1 408");
    }
    assertThat(server.send("POST", "/upload", new byte[1_000_001]).statusCode()).isEqualTo(413);
    assertThat(server.send("POST", "/echo", new byte[300_000]).statusCode()).isEqualTo(413);
  }

  @Test
  void a_read_without_an_answer_is_503_with_retry_after() throws Exception {
    var response = server.get("/silent");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).isPresent();
    assertThat(response.body()).doesNotContain("may or may not");
  }

  @Test
  void a_change_without_an_answer_is_504_with_an_unknown_outcome() throws Exception {
    var response = server.send("POST", "/silent", new byte[0]);
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(response.body()).contains("may or may not", "Idempotency-Key");
  }

  private static String upload() {
    return "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        + "Content-Length: 1000\r\n\r\n{";
  }
}
