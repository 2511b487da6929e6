package dcm.http;

import static dcm.http.House.ANNA;
import static dcm.http.House.CLEO;
import static dcm.http.House.DUTCH;
import static dcm.http.House.in;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What readers cost who read slowly or not at all, in a guild with much to read. */
class LiveBytesIT {
  private static final int TASKS = 150;
  private static final int QUEUED = 64 * 1_024;
  private static House house;
  private static String anna;

  @BeforeAll
  static void open() {
    house =
        new House(
            """
            dcm.http {
              connections.from-here = 200
              live { per-member = 40, per-guild = 30, queued = %d, stalled-after = 2s, ping = 60s }
            }
            """
                .formatted(QUEUED));
    anna = house.token(DUTCH, ANNA);
    var much = "x".repeat(4_000);
    for (var number = 0; number < TASKS; number++) {
      var made =
          house.send(
              "POST",
              in(DUTCH, "/tasks"),
              anna,
              "{\"title\":\"t" + number + "\",\"description\":\"" + much + "\"}");
      assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static long revision() {
    return house
        .send("GET", in(DUTCH, "/tasks?limit=1"), anna, null)
        .json()
        .get("revision")
        .asLong();
  }

  @Test
  void readers_that_never_read_hold_no_more_than_their_queues_and_are_sent_away() throws Exception {
    List<RawSocket> deaf = new ArrayList<>();
    try {
      for (var number = 0; number < 20; number++) {
        deaf.add(RawSocket.live(house, DUTCH, anna, "?since=0"));
      }
      Awaitility.await("much waits").until(() -> house.front.queuedBytes() > 10L * QUEUED / 2);
      assertThat(house.front.queuedBytes()).isLessThanOrEqualTo(20L * QUEUED);
      Awaitility.await("all are sent away")
          .atMost(Duration.ofSeconds(15))
          .until(() -> house.front.sockets() == 0);
      assertThat(house.front.queuedBytes()).isZero();
      for (var socket : deaf) {
        assertThat(socket.readToEnd()).contains("\"type\":\"hello\"");
      }
    } finally {
      for (var socket : deaf) {
        socket.close();
      }
    }
  }

  @Test
  void whoever_reads_gets_a_past_of_many_pages_without_a_gap() {
    long now = revision();
    try (var keen = Listener.enter(house, DUTCH, anna, "?since=0")) {
      keen.awaitRevision(now);
      assertThat(keen.revisions())
          .containsExactlyElementsOf(LongStream.rangeClosed(1, now).boxed().toList());
    }
    Awaitility.await().until(() -> house.front.sockets() == 0);
    assertThat(house.front.queuedBytes()).isZero();
  }

  @Test
  void a_guild_has_only_so_many_sockets_and_the_next_one_is_told() {
    var cleo = house.token(DUTCH, CLEO);
    List<Listener> open = new ArrayList<>();
    try {
      for (var number = 0; number < 30; number++) {
        open.add(Listener.enter(house, DUTCH, number % 2 == 0 ? anna : cleo, ""));
        open.getLast().await("hello");
      }
      try (var more = Listener.enter(house, DUTCH, anna, "")) {
        assertThat(more.awaitClose(Duration.ofSeconds(5))).isEqualTo(4429);
      }
      open.removeFirst().close();
      Awaitility.await().until(() -> house.front.sockets() == 29);
      open.add(Listener.enter(house, DUTCH, cleo, ""));
      open.getLast().await("hello");
    } finally {
      open.forEach(Listener::close);
    }
    Awaitility.await().until(() -> house.front.sockets() == 0);
  }
}
