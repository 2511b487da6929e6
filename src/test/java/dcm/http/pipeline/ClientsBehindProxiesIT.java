package dcm.http.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.web.DashboardRoutes;
import dcm.http.web.StaticResources;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The client that limits count, with and without a proxy in front of the server. */
class ClientsBehindProxiesIT {
  private static final String PROXY = "dcm.http.trusted-proxies = \"127.0.0.0/8, ::1\"\n";
  private static final String LOW_LIMIT = "dcm.redis.limits.ip { default = 3, window = 3600s }\n";

  private static final Endpoint NO_CONTENT_ENDPOINT =
      Endpoint.open("GET", "/answers", _ -> Responses.completed(Responses.noContent()));

  @Test
  void each_client_behind_a_trusted_proxy_has_its_own_limit() throws Exception {
    try (var server = new BareHttpTestServer(List.of(NO_CONTENT_ENDPOINT), PROXY + LOW_LIMIT)) {
      assertThat(statuses(server, "X-Forwarded-For", "203.0.113.7"))
          .containsExactly(204, 204, 204, 429);
      assertThat(statuses(server, "X-Forwarded-For", "203.0.113.8"))
          .containsExactly(204, 204, 204, 429);
      assertThat(statuses(server, "Forwarded", "for=\"[2001:db8::1]:80\""))
          .containsExactly(204, 204, 204, 429);
    }
  }

  @Test
  void several_lines_of_a_header_are_one_list_and_its_end_counts() throws Exception {
    try (var server = new BareHttpTestServer(List.of(NO_CONTENT_ENDPOINT), PROXY + LOW_LIMIT)) {
      for (int i = 1; i <= 3; i++) {
        var invented = "198.51.100." + i;
        server.get("/answers", "X-Forwarded-For", invented, "X-Forwarded-For", "203.0.113.7");
      }
      assertThat(server.get("/answers", "X-Forwarded-For", "203.0.113.7").statusCode())
          .isEqualTo(429);
      assertThat(server.get("/answers", "X-Forwarded-For", "198.51.100.1").statusCode())
          .isEqualTo(204);
    }
  }

  @Test
  void forwarding_headers_from_other_clients_are_ignored() throws Exception {
    try (var server = new BareHttpTestServer(List.of(NO_CONTENT_ENDPOINT), LOW_LIMIT)) {
      var statuses = new ArrayList<Integer>();
      for (int i = 1; i <= 4; i++) {
        statuses.add(server.get("/answers", "X-Forwarded-For", "203.0.113." + i).statusCode());
      }
      assertThat(statuses).containsExactly(204, 204, 204, 429);
      assertThat(server.get("/answers", "Forwarded", "for=203.0.113.9").statusCode())
          .isEqualTo(429);
    }
  }

  @Test
  void static_files_are_not_rate_limited() throws Exception {
    try (var server =
        new BareHttpTestServer(new DashboardRoutes(new StaticResources()).endpoints(), LOW_LIMIT)) {
      for (int i = 0; i < 30; i++) {
        assertThat(server.get("/").statusCode()).isEqualTo(200);
        assertThat(server.get("/web/js/app.js").statusCode()).isEqualTo(200);
      }
      assertThat(server.get("/").headers().firstValue("RateLimit")).isEmpty();
    }
  }

  @Test
  void a_rate_limited_browser_gets_a_page() throws Exception {
    try (var server = new BareHttpTestServer(List.of(NO_CONTENT_ENDPOINT), LOW_LIMIT)) {
      statuses(server);
      var page = server.get("/answers", "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
      assertThat(page.statusCode()).isEqualTo(429);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
      assertThat(page.body()).contains("Too fast", "Te snel", seconds(page) + " seconden");
      var problem = server.get("/answers", "Accept", "application/json");
      assertThat(problem.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }
  }

  @Test
  void connections_of_a_proxy_count_for_the_client_of_each_request() throws Exception {
    var held = new CompletableFuture<org.apache.pekko.http.javadsl.model.HttpResponse>();
    var waits = Endpoint.open("GET", "/waits", _ -> held);
    var caps =
        "dcm.http.connections { max-per-address = 2, max-from-loopback = 1, max-total = 6 }\n";
    try (var server = new BareHttpTestServer(List.of(NO_CONTENT_ENDPOINT, waits), PROXY + caps);
        var first = server.socket();
        var second = server.socket();
        var third = server.socket();
        var fourth = server.socket();
        var fifth = server.socket()) {
      first.send(request("/waits", "203.0.113.7"));
      second.send(request("/waits", "203.0.113.7"));
      Awaitility.await()
          .untilAsserted(() -> {
            third.send(request("/answers", "203.0.113.7"));
            assertThat(third.readResponse()).startsWith("HTTP/1.1 429");
          });
      fourth.send(request("/answers", "203.0.113.8"));
      assertThat(fourth.readResponse()).startsWith("HTTP/1.1 204");
      held.complete(Responses.noContent());
      assertThat(first.readResponse()).startsWith("HTTP/1.1 204");
      // an idle connection counts for no client
      fifth.send(request("/answers", "203.0.113.7"));
      assertThat(fifth.readResponse()).startsWith("HTTP/1.1 204");
      assertThat(server.connections()).isEqualTo(5);
    }
  }

  private static String request(String path, String clientAddress) {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + clientAddress + "\r\n\r\n";
  }

  private static String seconds(HttpResponse<String> response) {
    return response.headers().firstValue("Retry-After").orElseThrow();
  }

  private static List<Integer> statuses(BareHttpTestServer server, String... headers)
      throws Exception {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 4; i++) {
      statuses.add(server.get("/answers", headers).statusCode());
    }
    return statuses;
  }
}
