package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.HttpTestServer;
import dcm.http.OpenApi;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Invalid input for all operations: always 4xx with a useful detail, never 5xx, never a partial
 * effect.
 */
class BadInputIT {
  private static HttpTestServer server;
  private static String anna;
  private static String task;

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
    task =
        server
            .send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"there\"}")
            .json()
            .get("id")
            .asText();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static String deep(int levels) {
    return "{\"title\":" + "[".repeat(levels) + "]".repeat(levels) + "}";
  }

  /** Invalid for every operation with a body. */
  private static Map<String, String> anywhere() {
    var bad = new LinkedHashMap<String, String>();
    bad.put("nothing", "");
    bad.put("no JSON", "title=x");
    bad.put("cut off", "{\"title\":\"x\"");
    bad.put("a list", "[]");
    bad.put("a string", "\"x\"");
    bad.put("null", "null");
    bad.put("trailing tokens", "{} {}");
    bad.put("a key twice", "{\"title\":\"a\",\"title\":\"b\"}");
    bad.put("an unknown field", "{\"frobnicate\":1}");
    bad.put("a million digits", "{\"title\":" + "9".repeat(100_000) + "}");
    bad.put("a huge exponent", "{\"ordinal\":1e999999999,\"frob\":1}");
    bad.put("ten thousand deep", deep(10_000));
    bad.put("just too deep", deep(40));
    bad.put("NaN", "{\"title\":NaN}");
    bad.put("a comment", "{/* x */\"title\":\"x\"}");
    bad.put("NUL as such", "{\"title\":\"a\u0000b\"}");
    bad.put("an unknown key with NUL", "{\"\\u0000\":1}");
    return bad;
  }

  private static Map<String, String> badTasks() {
    var bad = new LinkedHashMap<String, String>();
    bad.put("title", "{\"title\":1}");
    bad.put("title ", "{\"title\":\"a\\u0000b\"}");
    bad.put("title  ", "{\"title\":\"a\\ud800b\"}");
    bad.put("title   ", "{\"title\":\"" + "x".repeat(5_000) + "\"}");
    bad.put("title    ", "{\"title\":null}");
    bad.put("title     ", "{\"title\":\"\"}");
    bad.put("description", "{\"title\":\"x\",\"description\":[]}");
    bad.put("priority", "{\"title\":\"x\",\"priority\":\"high\"}");
    bad.put("priority ", "{\"title\":\"x\",\"priority\":2}");
    bad.put("effort", "{\"title\":\"x\",\"effort\":5}");
    bad.put("effort.minutes", "{\"title\":\"x\",\"effort\":{\"minutes\":\"5\"}}");
    bad.put("effort.minutes ", "{\"title\":\"x\",\"effort\":{\"minutes\":1.5}}");
    bad.put("effort.minutes  ", "{\"title\":\"x\",\"effort\":{\"minutes\":99999999999}}");
    bad.put("effort.", "{\"title\":\"x\",\"effort\":{\"minutes\":-1}}");
    bad.put("category", "{\"title\":\"x\",\"category\":\"1\"}");
    bad.put("labels[0]", "{\"title\":\"x\",\"labels\":[\"nope\"]}");
    bad.put("labels", "{\"title\":\"x\",\"labels\":\"nope\"}");
    bad.put("assignment.strategy", "{\"title\":\"x\",\"assignment\":{}}");
    bad.put(
        "assignment.order[0]",
        "{\"title\":\"x\",\"assignment\":{\"strategy\":\"FIXED\",\"order\":[\"-1\"]}}");
    bad.put(
        "assignment.order[0] ",
        "{\"title\":\"x\",\"assignment\":{\"strategy\":\"FIXED\",\"order\":[1]}}");
    bad.put(
        "assignment.order[0]  ",
        "{\"title\":\"x\",\"assignment\":{\"strategy\":\"FIXED\",\"order\":[\"99999999999999999999\"]}}");
    bad.put("schedule.type", "{\"title\":\"x\",\"schedule\":{}}");
    bad.put("schedule.type ", "{\"title\":\"x\",\"schedule\":{\"type\":\"often\"}}");
    bad.put("schedule.due", "{\"title\":\"x\",\"schedule\":{\"type\":\"once\"}}");
    bad.put(
        "schedule.due.local",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"once\",\"due\":{\"type\":\"time\",\"local\":\"tomorrow\"}}}");
    bad.put(
        "schedule.due.zone",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"once\",\"due\":{\"type\":\"day\",\"date\":\"2030-01-01\",\"zone\":\"Mars\"}}}");
    bad.put(
        "schedule.due.date",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"once\",\"due\":{\"type\":\"day\",\"date\":\"+999999-01-01\"}}}");
    bad.put("schedule.rrule", "{\"title\":\"x\",\"schedule\":{\"type\":\"recurring\"}}");
    bad.put(
        "schedule.",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=SECONDLY\"}}");
    bad.put(
        "schedule. ",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"recurring\",\"rrule\":\"nonsense\"}}");
    bad.put(
        "schedule.preset",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=DAILY\",\"preset\":{\"every\":\"day\",\"interval\":2}}}");
    bad.put(
        "schedule.preset.day",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"recurring\",\"preset\":{\"every\":\"month\",\"day\":32}}}");
    bad.put(
        "schedule.due.frob",
        "{\"title\":\"x\",\"schedule\":{\"type\":\"once\",\"due\":{\"type\":\"never\",\"frob\":1}}}");
    return bad;
  }

  private static long total() {
    return server.send("GET", in(DUTCH, "/tasks?limit=1"), anna, null).json().get("total").asLong();
  }

  private static void isProblem(
      OpenApi.Operation operation, String what, HttpTestServer.Reply reply) {
    assertThat(reply.status()).as(operation.name() + " " + what + " " + reply).isBetween(400, 499);
    assertThat(OpenApi.violations(operation, reply)).as(operation.name() + " " + what).isEmpty();
    assertThat(reply.http().body()).doesNotContain("Exception", "jackson", "dcm.", "\tat ");
    assertThat(reply.json().get("detail").asText()).hasSizeGreaterThan(10);
  }

  @Test
  void every_operation_with_a_body_refuses_what_is_wrong_anywhere() {
    long before = total();
    for (var operation : OpenApi.operations().values()) {
      if (!operation.node().has("requestBody")) {
        continue;
      }
      var path =
          operation
              .path()
              .replace("{gid}", DUTCH.toString())
              .replace("{id}", task)
              .replace("{uid}", "@me");
      boolean mayBeEmpty = !operation.node().at("/requestBody/required").asBoolean();
      anywhere()
          .forEach((what, body) -> {
            if (mayBeEmpty && body.isEmpty()) {
              return;
            }
            isProblem(
                operation,
                what,
                server.send(operation.method(), path, anna, body, "If-Match", "*"));
          });
    }
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void a_task_is_refused_for_each_field_by_its_name() {
    var create = OpenApi.operations().get("POST /api/v1/guilds/{gid}/tasks");
    long before = total();
    badTasks()
        .forEach((field, body) -> {
          var reply = server.send("POST", in(DUTCH, "/tasks"), anna, body);
          isProblem(create, body, reply);
          assertThat(reply.status()).as(body).isEqualTo(422);
          assertThat(reply.json().get("errors").findValuesAsText("field"))
              .as(body)
              .anyMatch(name -> name.startsWith(field.strip()));
        });
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void all_errors_are_reported_at_once() {
    var reply =
        server.send(
            "POST", in(DUTCH, "/tasks"), anna, "{\"priority\":\"x\",\"effort\":1,\"frob\":true}");
    assertThat(reply.json().get("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("title", "priority", "effort", "frob");
  }

  @Test
  void bytes_that_are_no_utf8_and_other_formats_are_refused() throws Exception {
    for (var wrong : List.of("text/plain", "application/xml", "application/merge-patch+json")) {
      assertThat(raw("{\"title\":\"x\"}".getBytes(StandardCharsets.UTF_8), wrong))
          .as(wrong)
          .isEqualTo(415);
    }
    assertThat(raw(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, "application/json"))
        .isEqualTo(400);
    var utf16 = "{\"title\":\"x\"}".getBytes(StandardCharsets.UTF_16BE);
    assertThat(raw(utf16, "application/json")).isEqualTo(400);
  }

  private static int raw(byte[] body, String type) throws Exception {
    URI url = server.url(in(DUTCH, "/tasks"));
    return server
        .client()
        .send(
            HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + anna)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void queries_are_refused_by_the_name_of_the_parameter() {
    var bad =
        Map.ofEntries(
            Map.entry("limit=0", "limit"),
            Map.entry("limit=201", "limit"),
            Map.entry("limit=many", "limit"),
            Map.entry("limit=1&limit=2", "limit"),
            Map.entry("status=lost", "status"),
            Map.entry("sort=colour", "sort"),
            Map.entry("assignee=me", "assignee"),
            Map.entry("assignee=0", "assignee"),
            Map.entry("category=1", "category"),
            Map.entry("dueFrom=yesterday", "dueFrom"),
            Map.entry("dueTo=2026-01-01T00:00:00", "dueTo"),
            Map.entry("cursor=abc", "cursor"),
            Map.entry("q=" + "x".repeat(300), "q"),
            Map.entry("q=%00", "q"),
            Map.entry("frob=1", "frob"));
    bad.forEach((query, name) -> {
      var reply = server.send("GET", in(DUTCH, "/tasks?" + query), anna, null);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.json().get("detail").asText()).as(query).contains(name);
    });
    assertThat(server.send("GET", in(DUTCH, "/tasks?q=%ff"), anna, null).status()).isEqualTo(400);
  }

  @Test
  void ids_in_a_path_that_are_none_are_404() {
    for (var path :
        List.of(
            "/tasks/999999999",
            "/tasks/9999999999",
            "/tasks/null",
            "/tasks/" + "a".repeat(36),
            "/members/x")) {
      assertThat(server.send("GET", in(DUTCH, path), anna, null).status()).as(path).isEqualTo(404);
    }
    for (var gid : List.of("0", "-1", "x", "99999999999999999999", "1%00", "%2e%2e")) {
      assertThat(server.send("GET", "/api/v1/guilds/" + gid + "/tasks", anna, null).status())
          .as(gid)
          .isEqualTo(404);
    }
  }

  @Test
  void headers_that_are_wrong_are_refused() {
    var path = in(DUTCH, "/tasks/") + task;
    var patch = "{\"title\":\"y\"}";
    assertThat(server.send("PATCH", path, anna, patch, "If-Match", "7").status()).isEqualTo(400);
    assertThat(server.send("PATCH", path, anna, patch, "If-Match", "\"x\"").status())
        .isEqualTo(412);
    assertThat(server.send("PATCH", path, anna, patch, "If-Match", "W/\"7\"").status())
        .isEqualTo(412);
    assertThat(server.send("PATCH", path, anna, patch, "If-Match", "\"1\",\"2\"").status())
        .isEqualTo(400);
    assertThat(server.send("GET", path, anna, null, "Accept", "text/html").status()).isEqualTo(406);
    var packed = server.send("POST", in(DUTCH, "/tasks"), anna, "{}", "Content-Encoding", "gzip");
    assertThat(packed.status()).isEqualTo(415);
    assertThat(packed.header("Accept-Encoding")).isEqualTo("identity");
    assertThat(
            server
                .send(
                    "POST",
                    in(DUTCH, "/tasks"),
                    anna,
                    "{\"title\":\"k\"}",
                    "Idempotency-Key",
                    "k".repeat(256))
                .status())
        .isEqualTo(400);
  }
}
