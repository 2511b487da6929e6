package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.DUTCH;
import static dcm.http.House.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.redis.OpaqueToken;
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
        assertThat(deaf.readToEnd()).contains("\"type\":\"hello\"");
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
  void a_logout_ends_the_sockets_and_tickets_of_its_session_on_every_node() {
    try (var house = new House()) {
      var refresh = OpaqueToken.fresh();
      var anna = house.mint(DUTCH, ANNA, refresh).token();
      var elsewhere = house.anotherFront();
      var unused = Listener.ticket(house, DUTCH, anna);
      try (var here = Listener.enter(house, DUTCH, anna, "");
          var there = Listener.open(house, elsewhere, DUTCH, "");
          var other = Listener.enter(house, DUTCH, house.token(DUTCH, ANNA), "")) {
        there.say(Listener.auth(Listener.ticket(house, DUTCH, anna)));
        here.await("hello");
        there.await("hello");
        other.await("hello");
        var left =
            house.send(
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
        try (var late = Listener.open(house, elsewhere, DUTCH, "")) {
          late.say(Listener.auth(unused));
          assertThat(late.awaitClose(Duration.ofSeconds(5))).isEqualTo(4401);
        }
        var made = house.send("POST", in(DUTCH, "/tasks"), anna(house), "{\"title\":\"after\"}");
        other.awaitRevision(made.json().get("revision").asLong());
      }
      House.now(elsewhere.close(Duration.ofMillis(100)));
    }
  }

  private static String anna(House house) {
    return house.token(DUTCH, ANNA);
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
