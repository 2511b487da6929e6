package dcm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who counts as a visitor, with and without a proxy before us. */
class VisitorsBehindProxiesIT {
  private static final String PROXY = "dcm.http.trusted-proxies = \"127.0.0.0/8, ::1\"\n";
  private static final String FEW = "dcm.redis.limits.ip { requests = 3, window = 3600s }\n";

  private static final Endpoint ANSWERS =
      Endpoint.open("GET", "/answers", _ -> Replies.now(Replies.noContent()));

  @Test
  void each_visitor_behind_a_trusted_proxy_has_a_limit_of_their_own() throws Exception {
    try (var door = new Doorway(List.of(ANSWERS), PROXY + FEW)) {
      assertThat(statuses(door, "X-Forwarded-For", "203.0.113.7"))
          .containsExactly(204, 204, 204, 429);
      assertThat(statuses(door, "X-Forwarded-For", "203.0.113.8"))
          .containsExactly(204, 204, 204, 429);
      assertThat(statuses(door, "Forwarded", "for=\"[2001:db8::1]:80\""))
          .containsExactly(204, 204, 204, 429);
    }
  }

  @Test
  void several_lines_of_a_header_are_one_list_and_its_end_counts() throws Exception {
    try (var door = new Doorway(List.of(ANSWERS), PROXY + FEW)) {
      for (int i = 1; i <= 3; i++) {
        var invented = "198.51.100." + i;
        door.get("/answers", "X-Forwarded-For", invented, "X-Forwarded-For", "203.0.113.7");
      }
      assertThat(door.get("/answers", "X-Forwarded-For", "203.0.113.7").statusCode())
          .isEqualTo(429);
      assertThat(door.get("/answers", "X-Forwarded-For", "198.51.100.1").statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void from_anybody_else_the_headers_say_nothing() throws Exception {
    try (var door = new Doorway(List.of(ANSWERS), FEW)) {
      var statuses = new ArrayList<Integer>();
      for (int i = 1; i <= 4; i++) {
        statuses.add(door.get("/answers", "X-Forwarded-For", "203.0.113." + i).statusCode());
      }
      assertThat(statuses).containsExactly(204, 204, 204, 429);
      assertThat(door.get("/answers", "Forwarded", "for=203.0.113.9").statusCode()).isEqualTo(429);
    }
  }

  @Test
  void a_page_can_be_loaded_as_often_as_one_likes() throws Exception {
    try (var door = new Doorway(new DashboardFiles(new Resources()).endpoints(), FEW)) {
      for (int i = 0; i < 30; i++) {
        assertThat(door.get("/").statusCode()).isEqualTo(200);
        assertThat(door.get("/web/js/app.js").statusCode()).isEqualTo(200);
      }
      assertThat(door.get("/").headers().firstValue("RateLimit")).isEmpty();
    }
  }

  @Test
  void a_browser_that_is_too_fast_reads_so_in_words() throws Exception {
    try (var door = new Doorway(List.of(ANSWERS), FEW)) {
      statuses(door);
      var page = door.get("/answers", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
      assertThat(page.statusCode()).isEqualTo(429);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
      assertThat(page.body()).contains("Too fast", "Te snel", seconds(page) + " seconden");
      var problem = door.get("/answers", "Accept", "application/json");
      assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
  }

  @Test
  void connections_of_a_proxy_count_for_whose_requests_are_on_them() throws Exception {
    var held = new CompletableFuture<org.apache.pekko.http.javadsl.model.HttpResponse>();
    var waits = Endpoint.open("GET", "/waits", _ -> held);
    var caps = "dcm.http.connections { per-address = 2, from-here = 1, in-all = 6 }\n";
    try (var door = new Doorway(List.of(ANSWERS, waits), PROXY + caps);
        var first = door.socket();
        var second = door.socket();
        var third = door.socket();
        var fourth = door.socket();
        var fifth = door.socket()) {
      first.send(request("/waits", "203.0.113.7"));
      second.send(request("/waits", "203.0.113.7"));
      Awaitility.await()
          .untilAsserted(() -> {
            third.send(request("/answers", "203.0.113.7"));
            assertThat(third.readAnswer()).startsWith("HTTP/1.1 429");
          });
      fourth.send(request("/answers", "203.0.113.8"));
      assertThat(fourth.readAnswer()).startsWith("HTTP/1.1 204");
      held.complete(Replies.noContent());
      assertThat(first.readAnswer()).startsWith("HTTP/1.1 204");
      // what is idle is nobody's
      fifth.send(request("/answers", "203.0.113.7"));
      assertThat(fifth.readAnswer()).startsWith("HTTP/1.1 204");
      assertThat(door.connections()).isEqualTo(5);
    }
  }

  private static String request(String path, String visitor) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + visitor + "\r\n\r\n";
  }

  private static String seconds(HttpResponse<String> response) {
    return response.headers().firstValue("Retry-After").orElseThrow();
  }

  private static List<Integer> statuses(Doorway door, String... headers) throws Exception {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 4; i++) {
      statuses.add(door.get("/answers", headers).statusCode());
    }
    return statuses;
  }
}
