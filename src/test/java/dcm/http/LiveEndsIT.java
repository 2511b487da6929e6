package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.DUTCH;
import static dcm.http.House.in;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How WebSockets end when it is not the viewer's doing. */
class LiveEndsIT {
  @Test
  void a_reader_that_does_not_read_is_sent_away_and_holds_nobody_up() throws Exception {
    try (var house = new House("dcm.http.live { buffer = 16, ping = 60s }")) {
      var anna = house.token(DUTCH, ANNA);
      var ticket =
          house.send("POST", in(DUTCH, "/ws-ticket"), anna, null).json().get("ticket").asText();
      try (var deaf = new RawSocket(house.front.address(), 4_096);
          var keen = Listener.enter(house, DUTCH, anna, "")) {
        deaf.send(
            String.join(
                "\r\n",
                "GET /ws/v1/guilds/" + DUTCH + " HTTP/1.1",
                "Host: x",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Protocol: dcm.v1",
                "",
                ""));
        assertThat(deaf.readHead()).startsWith("HTTP/1.1 101");
        deaf.send(masked("{\"type\":\"auth\",\"ticket\":\"" + ticket + "\"}"));
        keen.await("hello");
        Awaitility.await().until(() -> house.front.sockets() == 2);
        var much = "x".repeat(3_900);
        int made = 0;
        while (house.front.sockets() == 2 && made < 4_000) {
          var reply =
              house.send(
                  "POST",
                  in(DUTCH, "/tasks"),
                  anna,
                  "{\"title\":\"t\",\"description\":\"" + much + "\"}");
          assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
          made++;
        }
        assertThat(made).isLessThan(4_000);
        keen.awaitRevision(
            house
                .send("GET", in(DUTCH, "/tasks?limit=1"), anna, null)
                .json()
                .get("revision")
                .asLong());
      }
    }
  }

  @Test
  void a_node_that_goes_sends_its_sockets_elsewhere() {
    try (var house = new House()) {
      var socket = Listener.enter(house, DUTCH, house.token(DUTCH, ANNA), "");
      socket.await("hello");
      var closing = house.front.close(Duration.ofSeconds(2));
      assertThat(socket.awaitClose(Duration.ofSeconds(2))).isEqualTo(1012);
      House.now(closing);
      socket.close();
    }
  }

  @Test
  void a_token_that_ends_takes_its_socket_along() {
    try (var house = new House("dcm.auth.access-life = 10s")) {
      var socket = Listener.enter(house, DUTCH, house.token(DUTCH, ANNA), "");
      socket.await("hello");
      assertThat(socket.awaitClose(Duration.ofSeconds(12))).isEqualTo(4401);
      socket.close();
    }
  }

  /** A text frame as a client sends it; the mask is all zeros. */
  private static byte[] masked(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var frame = new byte[6 + bytes.length];
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | bytes.length);
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    return frame;
  }
}
