package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.CREW;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Responses comply with {@code openapi.yaml}. */
class OpenApiResponsesIT {
  private static HttpTestServer server;
  private static String anna;
  private final TreeSet<String> checkedOperations = new TreeSet<>();

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  /** Sends a request to {@code template} with {@code id} in it, and validates the response. */
  private HttpTestServer.Reply check(
      int status, String method, String template, String id, String body, String... headers) {
    var path = template.replace("{id}", id).replace("{uid}", id);
    return checkAt(status, method, template, path, anna, body, headers);
  }

  private HttpTestServer.Reply checkAt(
      int status,
      String method,
      String template,
      String path,
      String token,
      String body,
      String... headers) {
    var reply = server.send(method, in(DUTCH, path), token, body, headers);
    var name = method + " /api/v1/guilds/{gid}" + template.replaceAll("\\?.*", "");
    assertThat(reply.status()).as(name + " " + reply).isEqualTo(status);
    assertThat(OpenApi.violations(OpenApi.operations().get(name), reply)).as(name).isEmpty();
    checkedOperations.add(name);
    return reply;
  }

  @Test
  void every_operation_in_a_guild_answers_as_promised() {
    for (var kind : new String[] {"categories", "labels"}) {
      var made = check(201, "POST", "/" + kind, "", "{\"name\":\"k\",\"colour\":\"#ABCDEF\"}");
      var id = made.json().get("id").asText();
      check(200, "GET", "/" + kind, "", null);
      check(409, "POST", "/" + kind, "", "{\"name\":\"k\"}");
      var edited =
          check(
              200,
              "PATCH",
              "/" + kind + "/{id}",
              id,
              "{\"name\":\"l\"}",
              "If-Match",
              made.header("ETag"));
      check(412, "DELETE", "/" + kind + "/{id}", id, null, "If-Match", made.header("ETag"));
      check(204, "DELETE", "/" + kind + "/{id}", id, null, "If-Match", edited.header("ETag"));
    }

    var task =
        check(
            201,
            "POST",
            "/tasks",
            "",
            """
            {"title":"t","schedule":{"type":"recurring","rrule":"FREQ=DAILY","time":"09:00"},
             "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]}}
            """
                .formatted(ANNA, CLEO));
    var id = task.json().get("id").asText();
    check(200, "PATCH", "/tasks/{id}", id, "{\"priority\":\"LOW\"}", "If-Match", "*");
    check(200, "POST", "/tasks/{id}/claim", id, "{}");
    check(200, "POST", "/tasks/{id}/release", id, null);
    check(200, "POST", "/tasks/{id}/assign", id, "{\"assignees\":[\"" + ANNA + "\"]}");
    check(
        200,
        "POST",
        "/tasks/{id}/snooze",
        id,
        "{\"until\":\"" + Instant.now().plusSeconds(3_600) + "\"}");
    check(200, "POST", "/tasks/{id}/complete", id, "{\"note\":\"done\"}");
    check(200, "POST", "/tasks/{id}/undo", id, null);
    check(200, "POST", "/tasks/{id}/skip", id, "{\"reason\":\"holiday\"}");
    check(200, "POST", "/tasks/{id}/reopen", id, "{}");
    check(200, "POST", "/tasks/{id}/complete", id, null);
    check(200, "GET", "/tasks/{id}", id, null);
    check(200, "GET", "/tasks/{id}/occurrences", id, null);
    check(200, "GET", "/tasks?status=active&sort=changed&limit=5", "", null);
    var board = check(200, "GET", "/board", "", null);
    assertThat(board.json().at("/columns/2/tasks/0/id").asText()).isEqualTo(id);

    var supervised =
        check(
            201,
            "POST",
            "/tasks",
            "",
            """
            {"title":"oven","schedule":{"type":"once","due":{"type":"day","date":"2099-06-01"}},
             "assignment":{"strategy":"FIXED","order":["%s"]},
             "policy":{"checklist":["door"],"requirements":["CHECKLIST","APPROVAL"],
                       "deadline":{"action":"MISSED","after":"PT48H"}}}
            """
                .formatted(CLEO));
    var oven = supervised.json().get("id").asText();
    check(200, "POST", "/tasks/{id}/tick", oven, "{\"item\":0}");
    var moved = "{\"due\":{\"type\":\"day\",\"date\":\"2099-06-02\"}}";
    check(200, "POST", "/tasks/{id}/reschedule", oven, moved);
    check(200, "POST", "/tasks/{id}/nudge", oven, null);
    var recently = check(409, "POST", "/tasks/{id}/nudge", oven, "{}");
    assertThat(recently.json().at("/errors/0/code").asText()).isEqualTo("not-before");
    var onBehalf = "{\"by\":\"" + ANNA + "\"}";
    var submitted = check(200, "POST", "/tasks/{id}/complete", oven, onBehalf);
    assertThat(submitted.json().at("/occurrence/state").asText()).isEqualTo("AWAITING_APPROVAL");
    check(403, "POST", "/tasks/{id}/approve", oven, null);
    check(200, "POST", "/tasks/{id}/reject", oven, "{\"reason\":\"the door\"}");
    onBehalf = "{\"by\":\"" + CLEO + "\"}";
    var done = check(200, "POST", "/tasks/{id}/complete", oven, onBehalf);
    assertThat(done.json().at("/lastClosed/completion/approvedBy").asText())
        .isEqualTo(ANNA.toString());
    check(200, "POST", "/tasks/{id}/undo", oven, null);
    var byCleo = in(DUTCH, "/tasks/" + oven + "/complete");
    assertThat(server.send("POST", byCleo, server.token(DUTCH, CLEO), null).status())
        .isEqualTo(200);
    check(200, "POST", "/tasks/{id}/approve", oven, null);
    check(204, "DELETE", "/tasks/{id}", oven, null, "If-Match", "*");
    check(200, "POST", "/tasks/{id}/restore", oven, null);

    check(200, "GET", "/members", "", null);
    check(200, "GET", "/members/@me/export?limit=1", "", null);
    check(404, "POST", "/members/{uid}/forget", "424200000000000999", null);
    check(200, "GET", "/members/@me", "", null);
    var member = check(200, "GET", "/members/{uid}", CLEO.toString(), null);
    check(
        304,
        "GET",
        "/members/{uid}",
        CLEO.toString(),
        null,
        "If-None-Match",
        member.header("ETag"));
    check(200, "PATCH", "/members/{uid}", "@me", "{\"zone\":\"Europe/London\",\"locale\":\"nl\"}");

    var permissions = check(200, "GET", "/permissions", "", null);
    assertThat(permissions.json().at("/roles/0/id").asText()).isEqualTo(DUTCH.toString());
    check(428, "PUT", "/permissions", "", permissions.json().toString());
    var same = HttpTestServer.JSON.createObjectNode();
    same.set("roles", permissions.json().get("roles"));
    check(200, "PUT", "/permissions", "", same.toString(), "If-Match", permissions.header("ETag"));
    assertThat(same.toString()).contains(CREW.toString());

    check(200, "GET", "/settings", "", null);
    var settings =
        check(
            200,
            "PATCH",
            "/settings",
            "",
            "{\"escalateAfter\":null,\"reminderOffsets\":[\"PT1H\"],\"weekStart\":\"SUNDAY\"}");
    assertThat(settings.json().get("escalateAfter").isNull()).isTrue();
    assertThat(settings.json().at("/reminderOffsets/0").asText()).isEqualTo("PT1H");

    checkPoints();

    var columns =
        """
        {"columns":[{"id":"open","title":" Te doen ","states":["OPEN","CLAIMED"]},
                    {"id":"done","states":["DONE"]}]}
        """;
    check(428, "PUT", "/board", "", columns);
    var unchanged = "\"" + board.json().get("columnsRevision").asText() + "\"";
    var layout = check(200, "PUT", "/board", "", columns, "If-Match", unchanged);
    assertThat(layout.json().at("/columns/0/title").asText()).isEqualTo("Te doen");
    check(412, "PUT", "/board", "", columns, "If-Match", unchanged);
    board = check(200, "GET", "/board", "", null);
    assertThat(board.json().get("columns").findValuesAsText("id")).startsWith("open");
    assertThat(board.json().at("/columns/1/tasks/0/id").asText()).isEqualTo(id);
    for (var wrong :
        List.of(
            "[]",
            "[{\"id\":\"A\",\"states\":[\"OPEN\"]}]",
            "[{\"id\":\"a\",\"states\":[]}]",
            "[{\"id\":\"a\",\"states\":[\"CANCELLED\"]}]",
            "[{\"id\":\"a\",\"states\":[\"OPEN\"]},{\"id\":\"a\",\"states\":[\"DONE\"]}]",
            "[{\"id\":\"a\",\"states\":[\"OPEN\"]},{\"id\":\"b\",\"states\":[\"OPEN\"]}]",
            "[{\"id\":\"a\",\"title\":\" \",\"states\":[\"OPEN\"]}]")) {
      check(422, "PUT", "/board", "", "{\"columns\":" + wrong + "}", "If-Match", "*");
    }

    var holidays = check(200, "GET", "/holidays", "", null);
    assertThat(holidays.json().at("/available/1/regions").size()).isEqualTo(16);
    check(428, "PUT", "/holidays", "", holidays.json().toString());
    var dutch =
        """
        {"own":[{"date":"2027-04-28","name":"closed"}],"lists":[{"country":"NL","region":null}]}
        """;
    check(200, "PUT", "/holidays", "", dutch, "If-Match", holidays.header("ETag"));
    check(412, "PUT", "/holidays", "", dutch, "If-Match", holidays.header("ETag"));
    holidays = check(200, "GET", "/holidays", "", null);
    assertThat(holidays.json().get("days").findValuesAsText("date"))
        .containsSequence("2027-04-27", "2027-04-28");
    var preview =
        check(
            200,
            "POST",
            "/recurrence/preview",
            "",
            """
            {"schedule":{"type":"recurring","rrule":"RRULE:FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=27;COUNT=2",
             "start":"2027-01-01","time":"11:00","holidays":"LATER"}}
            """);
    assertThat(preview.json().get("dues").findValuesAsText("local"))
        .as("27 and 28 April 2027 are holidays")
        .containsExactly("2027-04-29T11:00", "2028-04-28T11:00");
    assertThat(preview.json().at("/sentence/nl").asText())
        .isEqualTo("elk jaar op 27 april om 11:00, 2 keer, op feestdagen de dag erna");
    check(422, "POST", "/recurrence/preview", "", "{\"schedule\":{\"type\":\"recurring\"}}");
    checkQuickAdd();
    var hourly = "{\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=HOURLY\"}}";
    assertThat(check(422, "POST", "/recurrence/preview", "", hourly).json().at("/errors/0/field"))
        .hasToString("\"schedule.rrule\"");
    var sent = holidays.json().toString();
    var again = check(200, "PUT", "/holidays", "", sent, "If-Match", holidays.header("ETag"));
    assertThat(again.header("ETag"))
        .as("what we say, we understand")
        .isEqualTo(holidays.header("ETag"));

    var audit = check(200, "GET", "/audit?limit=200", "", null);
    assertThat(audit.json().get("entries").findValuesAsText("kind"))
        .contains("task.created", "occurrence.completed", "settings.changed", "holidays.changed");
    check(200, "GET", "/notifications", "", null);
    check(200, "GET", "/notifications/deliveries", "", null);
    server.observeChannels(DUTCH, 4401);
    check(200, "GET", "/channels", "", null);
    check(200, "GET", "/roles", "", null);
    check(204, "POST", "/notifications/read", "", "{\"upTo\":0}");
    check(200, "POST", "/ws-ticket", "", null);
    var number = task.json().get("number").asText();
    check(
        200,
        "POST",
        "/tasks/bulk",
        "",
        "{\"action\":\"edit\",\"tasks\":[%s,987654],\"parameters\":{\"priority\":\"HIGH\"}}"
            .formatted(number));
    check(200, "GET", "/templates?locale=nl", "", null);
    check(
        200,
        "POST",
        "/templates/apply",
        "",
        "{\"templates\":[\"oven\",\"walk-dog\"],\"start\":\"2099-01-01\"}");
    check(204, "DELETE", "/tasks/{id}", id, null, "If-Match", "*");
    check(200, "GET", "/bin", "", null);
    check(200, "GET", "/calendar?from=2099-06-01&to=2099-06-08", "", null);
    check(200, "POST", "/tasks/{id}/restore", id, null);

    checkComments();
    checkAbsences();
    checkSwaps();
    checkTransfer();

    var documented = new TreeSet<String>();
    OpenApi.operations().keySet().stream()
        .filter(name -> name.contains("/guilds/{gid}/") && !name.endsWith("/token"))
        // driven by AttachmentsIT: bodies and answers are images
        .filter(name -> !name.contains("/attachments"))
        // driven by CalendarFeedIT: the answer is not JSON
        .filter(name -> !name.endsWith("/calendar.ics"))
        .forEach(documented::add);
    assertThat(checkedOperations).isEqualTo(documented);
  }

  /** A line is understood, and its fields create the task. */
  private void checkQuickAdd() {
    String line =
        "{\"text\":\"Bins every 2 weeks on sat at 9 from 5 dec 2099 !high 20m\",\"locale\":\"en\"}";
    var parsed = check(200, "POST", "/tasks/parse", "", line).json();
    assertThat(parsed.get("problems").size()).isZero();
    assertThat(parsed.get("echo").asText())
        .isEqualTo("Bins every 2 weeks on Saturday at 09:00 from 5 December 2099 20m !high");
    assertThat(parsed.at("/sentence/nl").asText()).isEqualTo("elke 2 weken op zaterdag om 09:00");
    assertThat(parsed.at("/next/0/local").asText()).isEqualTo("2099-12-05T09:00");
    assertThat(parsed.at("/understood/0/words").asText()).isEqualTo("every 2 weeks on Saturday");
    check(201, "POST", "/tasks", "", parsed.get("fields").toString());
    var unclear =
        check(
                200,
                "POST",
                "/tasks/parse",
                "",
                "{\"text\":\"Afwas om 5 @nobody\",\"locale\":\"nl\"}")
            .json();
    assertThat(unclear.get("problems").findValuesAsText("code"))
        .containsExactly("unclear-time", "unknown-name");
    assertThat(unclear.at("/problems/0/alternatives/1").asText()).isEqualTo("om 17:00");
    assertThat(unclear.at("/fields/schedule").isMissingNode()).isTrue();
    check(422, "POST", "/tasks/parse", "", "{\"text\":\"" + "a".repeat(501) + "\"}");
  }

  private void checkTransfer() {
    check(200, "GET", "/export", "", null);
    check(422, "POST", "/import", "", "nothing");
    var ready = check(201, "POST", "/import?format=csv", "", "title;who\nTap;Nobody\n");
    var id = ready.json().get("id").asText();
    check(200, "GET", "/import/{id}?limit=1", id, null);
    check(422, "POST", "/import/{id}/apply", id, "{}");
    check(409, "POST", "/import/{id}/undo", id, "{}");
    check(202, "POST", "/import/{id}/apply", id, "{\"members\":{\"Nobody\":null}}");
    await()
        .untilAsserted(() ->
            assertThat(check(200, "GET", "/import/{id}", id, null).json().path("state").asText())
                .isEqualTo("APPLIED"));
    check(202, "POST", "/import/{id}/undo", id, null);
  }

  /** Points are off, then given for a task, by hand, and shown to those who may see them. */
  private void checkPoints() {
    var cleo = server.token(DUTCH, CLEO);
    check(409, "GET", "/leaderboard", "", null);
    check(409, "GET", "/members/{uid}/points", "@me", null);
    check(409, "POST", "/members/{uid}/points", "@me", "{\"delta\":5,\"reason\":\"gutter\"}");
    check(
        200,
        "PATCH",
        "/settings",
        "",
        "{\"points\":true,\"leaderboard\":true,\"balanceHalfLifeWeeks\":26}");
    var windows =
        check(
            201,
            "POST",
            "/tasks",
            "",
            """
            {"title":"windows","schedule":{"type":"once","due":{"type":"day","date":"2099-06-01"}},
             "effort":{"minutes":40,"difficulty":2},
             "policy":{"late":{"effect":"PENALTY","penalty":3}}}
            """);
    assertThat(windows.json().at("/policy/late/effect").asText()).isEqualTo("PENALTY");
    check(200, "POST", "/tasks/{id}/complete", windows.json().get("id").asText(), null);
    var given = "{\"delta\":6,\"reason\":\"the gutter\"}";
    var adjusted = check(201, "POST", "/members/{uid}/points", CLEO.toString(), given);
    assertThat(adjusted.json().get("balance").asInt()).isEqualTo(6);
    var tooMuch = "{\"delta\":-7,\"reason\":\"broken mop\"}";
    check(422, "POST", "/members/{uid}/points", CLEO.toString(), tooMuch);

    var own = check(200, "GET", "/members/{uid}/points?limit=1", "@me", null);
    assertThat(own.json().at("/entries/0/source").asText())
        .isEqualTo(windows.json().get("number").asInt() + ".1.completed." + ANNA);
    assertThat(own.json().at("/entries/0/delta").asInt()).isEqualTo(6);
    check(200, "GET", "/members/{uid}/points", CLEO.toString(), null);
    var others = server.send("GET", in(DUTCH, "/members/" + ANNA + "/points"), cleo, null);
    assertThat(others.status()).isEqualTo(403);

    var board = check(200, "GET", "/leaderboard", "", null);
    assertThat(board.json().at("/places").findValuesAsText("rank")).containsExactly("1", "1");
    var later = check(200, "GET", "/leaderboard?from=2099-01-01T00:00:00Z", "", null);
    assertThat(later.json().at("/places")).isEmpty();
    assertThat(later.json().at("/me/points").asInt()).isZero();
    assertThat(later.json().at("/me/balance").asInt()).isEqualTo(6);

    check(200, "PATCH", "/members/{uid}", "@me", "{\"leaderboard\":false}");
    board = check(200, "GET", "/leaderboard", "", null);
    assertThat(board.json().at("/me/points").asInt()).isEqualTo(6);
    assertThat(board.json().at("/me/rank").isNull()).isTrue();
    var seenByCleo = server.send("GET", in(DUTCH, "/leaderboard"), cleo, null);
    assertThat(seenByCleo.json().at("/places").findValuesAsText("member"))
        .containsExactly(CLEO.toString());
    assertThat(
            check(200, "GET", "/audit?kind=points.recorded", "", null).json().get("entries").size())
        .as("by hand only")
        .isEqualTo(1);
  }

  private void checkComments() {
    var task = check(201, "POST", "/tasks", "", "{\"title\":\"kettle\"}");
    var id = task.json().get("id").asText();
    var comment = check(201, "POST", "/tasks/{id}/comments", id, "{\"text\":\"descale it\"}");
    check(200, "GET", "/tasks/{id}/comments", id, null);
    var path = "/tasks/" + id + "/comments/" + comment.json().get("id").asText();
    checkAt(204, "DELETE", "/tasks/{id}/comments/{cid}", path, anna, null);
  }

  private void checkAbsences() {
    var absence = check(201, "POST", "/members/{uid}/absences", "@me", "{\"reason\":\"sailing\"}");
    check(200, "GET", "/members/{uid}/absences", "@me", null);
    var path = "/members/@me/absences/" + absence.json().get("id").asText();
    checkAt(204, "DELETE", "/members/{uid}/absences/{id}", path, anna, null);
  }

  private void checkSwaps() {
    var cleo = server.token(DUTCH, CLEO);
    var task =
        check(
            201,
            "POST",
            "/tasks",
            "",
            "{\"title\":\"bins\",\"assignment\":{\"strategy\":\"FIXED\",\"order\":[\"%s\"]}}"
                .formatted(ANNA));
    var id = task.json().get("id").asText();
    check(200, "GET", "/suggestions?task=" + id, "", null);
    check(200, "GET", "/roster?weeks=1", "", null);
    check(204, "POST", "/swaps/{id}/withdraw", offer(id), "{}");
    checkAt(204, "POST", "/swaps/{id}/decline", "/swaps/" + offer(id) + "/decline", cleo, "{}");
    checkAt(204, "POST", "/swaps/{id}/accept", "/swaps/" + offer(id) + "/accept", cleo, "{}");
    check(200, "GET", "/swaps", "", null);
    check(200, "GET", "/statistics", "", null);
    var address = check(201, "POST", "/calendar-tokens", "", "{\"scope\":\"GUILD\"}").json();
    check(200, "GET", "/calendar-tokens", "", null);
    check(204, "DELETE", "/calendar-tokens/{id}", address.get("id").asText(), null);
    check(404, "DELETE", "/calendar-tokens/{id}", address.get("id").asText(), null);
  }

  private String offer(String task) {
    var body = "{\"task\":\"%s\",\"to\":\"%s\"}".formatted(task, CLEO);
    return check(201, "POST", "/swaps", "", body).json().get("id").asText();
  }

  @Test
  void an_attempt_without_permission_is_403_and_in_the_audit_log() {
    var cleo = server.token(DUTCH, CLEO);
    var refused = server.send("PATCH", in(DUTCH, "/settings"), cleo, "{\"locale\":\"nl\"}");
    assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
    var audit = server.send("GET", in(DUTCH, "/audit?kind=command.refused"), anna, null);
    assertThat(audit.json().at("/entries/0/by/member").asText()).isEqualTo(CLEO.toString());
    assertThat(server.send("GET", in(DUTCH, "/audit"), cleo, null).status()).isEqualTo(403);
  }

  @Test
  void a_rate_limited_caller_gets_429_with_retry_after() {
    try (var small =
        new HttpTestServer(
            """
            dcm.redis.limits.member { default = 6, min = 1, window = 60s }
            """)) {
      var token = small.token(DUTCH, ANNA);
      HttpTestServer.Reply last = small.send("GET", in(DUTCH, "/tasks"), token, null);
      assertThat(last.header("RateLimit-Policy")).contains("\"member\";q=6;w=60", "\"ip\"");
      for (int i = 0; i < 6; i++) {
        last = small.send("GET", in(DUTCH, "/tasks"), token, null);
      }
      assertThat(last.status()).isEqualTo(429);
      assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 60);
      assertThat(last.header("RateLimit")).contains("\"member\";r=0");
      assertThat(last.json().get("type").asText()).isEqualTo("/problems/too-many-requests");
    }
  }
}
