package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.DUTCH;
import static dcm.http.House.in;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** How WebSockets end when it is not the viewer's doing. */
class LiveEndsIT {
  @Test
  void a_reader_that_does_not_read_is_sent_away_and_holds_nobody_up() throws Exception {
    try (var house = new House("dcm.http.live { queued = 16k, ping = 60s }")) {
      var anna = house.token(DUTCH, ANNA);
      try (var deaf = RawSocket.live(house, DUTCH, anna, "");
          var keen = Listener.enter(house, DUTCH, anna, "")) {
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
}
