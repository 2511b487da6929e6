package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dcm.guild.value.GuildId;
import dcm.http.HttpTestServer;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of tasks that are kept encoded, their ETags, and their gzip form. */
class TaskPagesIT {
  private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    Metrics.addRegistry(METERS);
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
  }

  @AfterAll
  static void close() {
    server.close();
    Metrics.removeRegistry(METERS);
  }

  private static String create(GuildId guild, String token, String body) {
    var created = server.send("POST", in(guild, "/tasks"), token, body);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    return created.json().get("id").asText();
  }

  private static HttpTestServer.Reply list(String token, String query, String... headers) {
    return server.send("GET", in(DUTCH, "/tasks" + query), token, null, headers);
  }

  private static double hits() {
    return METERS.counter("dcm.http.task.pages", "result", "hit").count();
  }

  private static HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request =
        HttpRequest.newBuilder(server.url(path)).header("Authorization", "Bearer " + anna);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return server.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String gunzip(byte[] body) throws IOException {
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void a_page_is_sent_again_as_it_was_until_an_event_changes_it() {
    create(DUTCH, anna, "{\"title\":\"repeated 1\"}");
    create(DUTCH, anna, "{\"title\":\"repeated 2\"}");
    var query = "?q=repeated&limit=1";
    var first = list(anna, query);
    double before = hits();
    var again = list(anna, query);
    assertThat(again.http().body()).isEqualTo(first.http().body());
    assertThat(hits()).isGreaterThan(before);
    for (var name : new String[] {"ETag", "Link", "Vary", "Cache-Control", "Content-Type"}) {
      assertThat(again.header(name)).as(name).isNotEmpty().isEqualTo(first.header(name));
    }
    // the same page for another spelling of the query: the link keeps the spelling
    var spelt = list(anna, "?limit=1&sort=due&q=repeated");
    assertThat(spelt.http().body()).isEqualTo(first.http().body());
    assertThat(spelt.header("Link")).contains("sort=due");

    create(DUTCH, anna, "{\"title\":\"repeated 3\"}");
    var changed = list(anna, query);
    assertThat(changed.json().get("total").asInt()).isEqualTo(3);
    assertThat(changed.header("ETag")).isNotEqualTo(first.header("ETag"));
  }

  @Test
  void a_client_that_has_the_page_gets_304() {
    create(DUTCH, anna, "{\"title\":\"known\"}");
    var first = list(anna, "?q=known");
    var known = list(anna, "?q=known", "If-None-Match", "\"0\", " + first.header("ETag"));
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.http().body()).isEmpty();
    assertThat(known.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(known.header("Vary")).contains("Authorization", "Accept-Encoding");
    create(DUTCH, anna, "{\"title\":\"unknown\"}");
    var changed = list(anna, "?q=known", "If-None-Match", first.header("ETag"));
    assertThat(changed.status()).isEqualTo(200);
  }

  @Test
  void a_member_with_fewer_permissions_never_gets_the_page_of_another() {
    var permissions = server.send("GET", in(DUTCH, "/permissions"), anna, null);
    var roles =
        "{\"roles\":[{\"id\":\"%s\",\"permissions\":[\"TASK_VIEW_OWN\",\"DASHBOARD_USE\"]}]}"
            .formatted(DUTCH);
    var replaced = server.send("PUT", in(DUTCH, "/permissions"), anna, roles, "If-Match", "*");
    assertThat(replaced.status()).as(replaced + " " + permissions).isEqualTo(200);
    var cleo = server.token(DUTCH, CLEO);
    create(DUTCH, anna, "{\"title\":\"private of anna\"}");
    var assignment = "\"assignment\":{\"strategy\":\"FIXED\",\"order\":[\"" + CLEO + "\"]}";
    create(DUTCH, anna, "{\"title\":\"private of cleo\"," + assignment + "}");
    for (int i = 0; i < 3; i++) {
      var all = list(anna, "?q=private+of");
      var own = list(cleo, "?q=private+of");
      assertThat(all.json().get("total").asInt()).isEqualTo(2);
      assertThat(own.json().get("total").asInt()).isEqualTo(1);
      assertThat(own.json().at("/tasks/0/title").asText()).isEqualTo("private of cleo");
      assertThat(own.header("ETag")).isNotEqualTo(all.header("ETag"));
      assertThat(list(cleo, "?q=private+of", "If-None-Match", all.header("ETag")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_page_of_one_guild_is_not_sent_to_another() {
    var bram = server.token(ENGLISH, BRAM);
    create(DUTCH, anna, "{\"title\":\"same title\",\"description\":\"dutch\"}");
    create(ENGLISH, bram, "{\"title\":\"same title\",\"description\":\"english\"}");
    for (int i = 0; i < 3; i++) {
      var dutch = list(anna, "?q=same+title");
      var english = server.send("GET", in(ENGLISH, "/tasks?q=same+title"), bram, null);
      assertThat(dutch.json().at("/tasks/0/description").asText()).isEqualTo("dutch");
      assertThat(english.json().at("/tasks/0/description").asText()).isEqualTo("english");
    }
  }

  @Test
  void a_task_becomes_overdue_on_a_kept_page_without_an_event() {
    var due = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(4).withNano(0);
    create(
        DUTCH,
        anna,
        """
        {"title":"soon late","schedule":
         {"type":"once","due":{"type":"time","local":"%s","zone":"UTC"}}}
        """
            .formatted(due));
    var inTime = list(anna, "?q=soon+late");
    assertThat(inTime.json().at("/tasks/0/occurrence/overdue").asBoolean()).isFalse();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          var late = list(anna, "?q=soon+late", "If-None-Match", inTime.header("ETag"));
          assertThat(late.status()).isEqualTo(200);
          assertThat(late.json().at("/tasks/0/occurrence/overdue").asBoolean()).isTrue();
          assertThat(late.header("ETag")).isNotEqualTo(inTime.header("ETag"));
        });
  }

  @Test
  void a_page_is_compressed_for_a_client_that_accepts_gzip() throws Exception {
    create(DUTCH, anna, "{\"title\":\"wordy\",\"description\":\"" + "word ".repeat(400) + "\"}");
    var path = in(DUTCH, "/tasks?q=wordy");
    var plain = get(path);
    for (int i = 0; i < 2; i++) {
      var compressed = get(path, "Accept-Encoding", "br, gzip");
      assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
      assertThat(header(compressed, "Vary")).contains("Accept-Encoding");
      assertThat(compressed.body()).hasSizeLessThan(plain.body().length / 2);
      assertThat(gunzip(compressed.body()))
          .isEqualTo(new String(plain.body(), StandardCharsets.UTF_8));
      assertThat(header(compressed, "ETag"))
          .isEqualTo(header(plain, "ETag").replaceFirst("\"$", "-gzip\""));
      var known = get(path, "Accept-Encoding", "gzip", "If-None-Match", header(compressed, "ETag"));
      assertThat(known.statusCode()).isEqualTo(304);
      assertThat(header(known, "ETag")).isEqualTo(header(compressed, "ETag"));
    }
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(get(path, "Accept-Encoding", "gzip;q=0, *"), "Content-Encoding")).isEmpty();
  }

  @Test
  void a_task_is_compressed_and_its_etag_allows_an_edit() throws Exception {
    var id =
        create(DUTCH, anna, "{\"title\":\"long\",\"description\":\"" + "x ".repeat(900) + "\"}");
    var path = in(DUTCH, "/tasks/" + id);
    var compressed = get(path, "Accept-Encoding", "gzip");
    assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(gunzip(compressed.body())).contains("\"title\":\"long\"");
    var etag = header(compressed, "ETag");
    assertThat(etag).endsWith("-gzip\"");
    assertThat(get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
    var edited = server.send("PATCH", path, anna, "{\"description\":\"\"}", "If-Match", etag);
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    var small = get(in(DUTCH, "/categories"), "Accept-Encoding", "gzip");
    assertThat(header(small, "Content-Encoding")).isEmpty();
  }

  @Test
  void a_response_with_a_secret_is_not_compressed() {
    var ticket =
        server.send("POST", in(DUTCH, "/ws-ticket"), anna, null, "Accept-Encoding", "gzip");
    assertThat(ticket.status()).isEqualTo(200);
    assertThat(ticket.header("Content-Encoding")).isEmpty();
    assertThat(ticket.header("Cache-Control")).isEqualTo("no-store");
  }
}
