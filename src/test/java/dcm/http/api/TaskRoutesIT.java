package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.guild.command.MemberCommand;
import dcm.http.HttpTestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tasks over HTTP, from the route to the journal. */
class TaskRoutesIT {
  private static HttpTestServer server;
  private static String anna;

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static HttpTestServer.Reply create(String body, String... headers) {
    return server.send("POST", in(DUTCH, "/tasks"), anna, body, headers);
  }

  @Test
  void a_task_is_created_shown_edited_and_deleted() {
    var created =
        create(
            """
            {"title":"Bathroom","priority":"HIGH","effort":{"minutes":30,"difficulty":2},
             "schedule":{"type":"recurring","preset":{"every":"week","days":["SA"]},"time":"11:00"},
             "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]}}
            """
                .formatted(ANNA, CLEO));
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    var task = created.json();
    assertThat(created.header("Location"))
        .isEqualTo(in(DUTCH, "/tasks/") + task.get("id").asText());
    assertThat(created.header("ETag")).isEqualTo("\"" + task.get("revision") + "\"");
    assertThat(task.at("/schedule/rrule").asText()).contains("BYDAY=SA");
    assertThat(task.at("/schedule/zone").asText()).isEqualTo("Europe/Amsterdam");
    assertThat(task.at("/schedule/preset/days/0").asText()).isEqualTo("SA");
    assertThat(task.at("/occurrence/state").asText()).isEqualTo("OPEN");
    assertThat(task.at("/occurrence/due/local").asText()).endsWith("T11:00");
    assertThat(task.at("/occurrence/assignees/0").asText()).isEqualTo(ANNA.toString());

    var path = in(DUTCH, "/tasks/") + task.get("id").asText();
    var known = server.send("GET", path, anna, null, "If-None-Match", created.header("ETag"));
    assertThat(known.status()).isEqualTo(304);

    assertThat(server.send("PATCH", path, anna, "{\"title\":\"Bath\"}").status()).isEqualTo(428);
    assertThat(
            server.send("PATCH", path, anna, "{\"title\":\"Bath\"}", "If-Match", "\"1\"").status())
        .isEqualTo(412);
    var edited =
        server.send(
            "PATCH", path, anna, "{\"title\":\"Bath\"}", "If-Match", created.header("ETag"));
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    assertThat(edited.json().get("title").asText()).isEqualTo("Bath");

    assertThat(server.send("DELETE", path, anna, null, "If-Match", edited.header("ETag")).status())
        .isEqualTo(204);
    assertThat(server.send("GET", path, anna, null).status()).isEqualTo(404);
  }

  @Test
  void a_task_as_it_is_shown_can_be_sent_back() {
    var task =
        create(
                """
                {"title":"Bins","schedule":{"type":"once","due":{"type":"day","date":"2031-03-30"}}}
                """)
            .json();
    assertThat(task.at("/occurrence/due/at").asText()).isEqualTo("2031-03-30T00:00:00+01:00");
    assertThat(task.at("/occurrence/due/until").asText()).isEqualTo("2031-03-31T00:00:00+02:00");
    var back = HttpTestServer.JSON.createObjectNode();
    back.set("schedule", task.get("schedule"));
    back.set("assignment", task.get("assignment"));
    back.set("effort", task.get("effort"));
    var path = in(DUTCH, "/tasks/") + task.get("id").asText();
    var response = server.send("PATCH", path, anna, back.toString(), "If-Match", "*");
    assertThat(response.status()).as(response.toString()).isEqualTo(200);
  }

  @Test
  void the_same_key_gives_the_same_answer_and_one_task() {
    var body = "{\"title\":\"once only\"}";
    var first = create(body, "Idempotency-Key", "key-1");
    var again = create("{ \"title\" : \"once only\" }", "Idempotency-Key", "key-1");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.http().body()).isEqualTo(first.http().body());
    var other = create("{\"title\":\"something else\"}", "Idempotency-Key", "key-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asText()).isEqualTo("/problems/key-reused");
    var found = server.send("GET", in(DUTCH, "/tasks?q=once+only"), anna, null);
    assertThat(found.json().get("total").asInt()).isEqualTo(1);
  }

  @Test
  void one_key_at_the_same_time_has_one_effect() {
    var sent =
        IntStream.range(0, 12)
            .mapToObj(_ ->
                CompletableFuture.supplyAsync(
                    () -> create("{\"title\":\"racing\"}", "Idempotency-Key", "race")))
            .toList();
    for (var each : sent) {
      try {
        assertThat(each.join().status()).isIn(201, 409);
      } catch (CompletionException e) {
        throw new AssertionError(e);
      }
    }
    var found = server.send("GET", in(DUTCH, "/tasks?q=racing"), anna, null);
    assertThat(found.json().get("total").asInt()).isEqualTo(1);
  }

  @Test
  void actions_lead_from_open_to_done_and_back() {
    var task = create("{\"title\":\"dishes\"}").json();
    var path = in(DUTCH, "/tasks/") + task.get("id").asText();
    var claimed = server.send("POST", path + "/claim", anna, "{\"ordinal\":1}");
    assertThat(claimed.json().at("/occurrence/claimedBy").asText()).isEqualTo(ANNA.toString());
    assertThat(server.send("POST", path + "/claim", server.token(DUTCH, CLEO), null).status())
        .isEqualTo(409);
    var done = server.send("POST", path + "/complete", anna, "{\"note\":\"shiny\"}");
    assertThat(done.status()).as(done.toString()).isEqualTo(200);
    assertThat(done.json().at("/lastClosed/completion/note").asText()).isEqualTo("shiny");
    assertThat(done.json().get("occurrence").isNull()).isTrue();
    var undone = server.send("POST", path + "/undo", anna, "{}");
    assertThat(undone.json().at("/occurrence/state").asText()).isIn("OPEN", "CLAIMED");
    var history = server.send("GET", path + "/occurrences", anna, null);
    assertThat(history.json().at("/occurrences/0/ordinal").asInt()).isEqualTo(1);
  }

  @Test
  void a_list_is_read_page_by_page_to_its_end() {
    for (int i = 0; i < 7; i++) {
      assertThat(create("{\"title\":\"paged " + i + "\"}").status()).isEqualTo(201);
    }
    var titles = new ArrayList<String>();
    var path = in(DUTCH, "/tasks?q=paged&sort=number&limit=3");
    while (path != null) {
      var page = server.send("GET", path, anna, null);
      assertThat(page.status()).as(page.toString()).isEqualTo(200);
      page.json().get("tasks").forEach(task -> titles.add(task.get("title").asText()));
      var link = page.header("Link");
      path = link.isEmpty() ? null : link.substring(1, link.indexOf('>'));
    }
    assertThat(titles)
        .containsExactly(
            "paged 0", "paged 1", "paged 2", "paged 3", "paged 4", "paged 5", "paged 6");
  }

  @Test
  void a_cursor_fits_its_own_filter_only() {
    for (int i = 0; i < 2; i++) {
      create("{\"title\":\"curse " + i + "\"}");
    }
    var link = server.send("GET", in(DUTCH, "/tasks?q=curse&limit=1"), anna, null).header("Link");
    var cursor = link.replaceAll(".*cursor=([^&>]+).*", "$1");
    assertThat(
            server
                .send("GET", in(DUTCH, "/tasks?q=other&limit=1&cursor=" + cursor), anna, null)
                .status())
        .isEqualTo(400);
  }

  @Test
  void a_token_whose_roles_have_changed_is_stale_at_once() {
    var cleo = server.token(DUTCH, CLEO);
    assertThat(server.send("GET", in(DUTCH, "/tasks"), cleo, null).status()).isEqualTo(200);
    server.member(DUTCH, CLEO, "Cleo", false, HttpTestServer.CREW);
    var response = server.send("GET", in(DUTCH, "/tasks"), cleo, null);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.json().get("type").asText()).isEqualTo("/problems/stale-token");
    assertThat(response.header("WWW-Authenticate")).startsWith("Bearer");
    server.member(DUTCH, CLEO, "Cleo", false);
  }

  @Test
  void a_stale_token_gets_no_ticket() {
    var cleo = server.token(DUTCH, CLEO);
    server.member(DUTCH, CLEO, "Cleo", false, HttpTestServer.CREW);
    var response = server.send("POST", in(DUTCH, "/ws-ticket"), cleo, null);
    assertThat(response.status()).isEqualTo(401);
    assertThat(response.json().get("type").asText()).isEqualTo("/problems/stale-token");
    server.member(DUTCH, CLEO, "Cleo", false);
  }

  @Test
  void a_token_ends_with_the_membership() {
    var cleo = server.token(DUTCH, CLEO);
    server.executeAsSystem(DUTCH, new MemberCommand.Leave(CLEO));
    for (var path : List.of("/tasks", "/members/@me", "/settings")) {
      var response = server.send("GET", in(DUTCH, path), cleo, null);
      assertThat(response.status()).as(path).isEqualTo(401);
      assertThat(response.json().get("type").asText()).isEqualTo("/problems/stale-token");
    }
    server.member(DUTCH, CLEO, "Cleo", false);
  }

  @Test
  void a_stale_token_is_not_told_again_what_was_answered_before() {
    var task = create("{\"title\":\"mine to claim\"}").json().get("id").asText();
    var cleo = server.token(DUTCH, CLEO);
    var claim = in(DUTCH, "/tasks/" + task + "/claim");
    var key = new String[] {"Idempotency-Key", "claim-of-cleo"};
    assertThat(server.send("POST", claim, cleo, "{}", key).status()).isEqualTo(200);
    server.member(DUTCH, CLEO, "Cleo", false, HttpTestServer.CREW);
    assertThat(server.send("POST", claim, cleo, "{}", key).status()).isEqualTo(401);
    server.member(DUTCH, CLEO, "Cleo", false);
    assertThat(server.send("POST", claim, server.token(DUTCH, CLEO), "{}", key).status())
        .isEqualTo(200);
  }

  @Test
  void a_deleted_task_is_in_the_bin_and_returns_as_it_was() {
    var created =
        create(
                "{\"title\":\"binned\",\"schedule\":{\"type\":\"once\",\"due\":{\"type\":\"day\",\"date\":\"2031-03-30\"}}}")
            .json();
    var number = created.get("number").asText();
    var path = in(DUTCH, "/tasks/") + number;
    server.send("POST", path + "/claim", anna, null);
    assertThat(server.send("DELETE", path, anna, null, "If-Match", "*").status()).isEqualTo(204);
    assertThat(server.send("GET", path, anna, null).status()).isEqualTo(404);

    var bin = server.send("GET", in(DUTCH, "/bin?limit=1"), anna, null);
    assertThat(bin.status()).as(bin.toString()).isEqualTo(200);
    var binned = bin.json().at("/tasks/0");
    assertThat(binned.at("/task/id")).isEqualTo(created.get("id"));
    assertThat(binned.get("deletedBy").asText()).isEqualTo(ANNA.toString());
    assertThat(Instant.parse(binned.get("restorableUntil").asText()))
        .isEqualTo(Instant.parse(binned.get("deletedAt").asText()).plus(Duration.ofDays(30)));
    assertThat(
            server
                .send("GET", in(DUTCH, "/bin"), server.token(DUTCH, CLEO), null)
                .json()
                .get("total")
                .asInt())
        .as("who sees all tasks sees the bin")
        .isPositive();

    assertThat(server.send("POST", path + "/restore", server.token(DUTCH, CLEO), null).status())
        .isEqualTo(403);
    var restored = server.send("POST", path + "/restore", anna, null);
    assertThat(restored.status()).as(restored.toString()).isEqualTo(200);
    assertThat(restored.json().at("/occurrence/state").asText()).isEqualTo("CLAIMED");
    assertThat(restored.json().get("number").asText()).isEqualTo(number);
    assertThat(server.send("POST", path + "/restore", anna, null).json().get("type").asText())
        .isEqualTo("/problems/not-deleted");
    var audit = server.send("GET", in(DUTCH, "/audit?limit=20"), anna, null);
    assertThat(audit.json().get("entries").findValuesAsText("kind"))
        .contains("task.deleted", "task.restored");
  }

  @Test
  void a_bulk_action_has_one_answer_per_task_by_the_rules_of_the_single_action() {
    var open = create("{\"title\":\"bulk open\"}").json();
    var supervised =
        create("{\"title\":\"bulk supervised\",\"policy\":{\"requirements\":[\"APPROVAL\"]}}")
            .json();
    var cleo = server.token(DUTCH, CLEO);
    var body =
        """
        {"action":"skip","tasks":["%s",%s,{"task":%s,"ordinal":7},987654],
         "parameters":{"reason":"on holiday"}}
        """
            .formatted(open.get("id").asText(), supervised.get("number"), supervised.get("number"));
    var reply =
        server.send("POST", in(DUTCH, "/tasks/bulk"), cleo, body, "Idempotency-Key", "bulk-1");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(statuses(reply)).containsExactly(200, 403, 404, 404);
    assertThat(reply.json().at("/results/0/task/lastClosed/state").asText()).isEqualTo("SKIPPED");
    assertThat(reply.json().at("/results/1/id").asInt())
        .isEqualTo(supervised.get("number").asInt());
    assertThat(reply.json().at("/results/1/problem/type").asText())
        .isEqualTo("/problems/forbidden");
    var shown = server.send("GET", in(DUTCH, "/tasks/") + supervised.get("number"), anna, null);
    assertThat(shown.json().at("/occurrence/state").asText())
        .as("a skip is no way round approval")
        .isEqualTo("OPEN");

    var again =
        server.send("POST", in(DUTCH, "/tasks/bulk"), cleo, body, "Idempotency-Key", "bulk-1");
    assertThat(statuses(again)).containsExactly(200, 403, 404, 404);
    assertThat(again.json().at("/results/0/task")).isEqualTo(reply.json().at("/results/0/task"));
    var other = create("{\"title\":\"bulk other\"}").json();
    var misused =
        server.send(
            "POST",
            in(DUTCH, "/tasks/bulk"),
            cleo,
            "{\"action\":\"claim\",\"tasks\":[987654,%s]}".formatted(other.get("number")),
            "Idempotency-Key",
            "bulk-1");
    assertThat(misused.status()).isEqualTo(422);
    assertThat(misused.json().get("type").asText()).isEqualTo("/problems/key-reused");
    shown = server.send("GET", in(DUTCH, "/tasks/") + other.get("number"), anna, null);
    assertThat(shown.json().at("/occurrence/state").asText()).isEqualTo("OPEN");
  }

  @Test
  void two_hundred_tasks_are_deleted_and_restored_at_once_and_no_more() {
    var created =
        IntStream.range(0, 200)
            .mapToObj(i -> create("{\"title\":\"many " + i + "\"}").json().get("number").asInt())
            .toList();
    for (var action : List.of("delete", "restore")) {
      var reply =
          server.send(
              "POST",
              in(DUTCH, "/tasks/bulk"),
              anna,
              "{\"action\":\"" + action + "\",\"tasks\":" + created + "}");
      assertThat(statuses(reply)).hasSize(200).containsOnly(action.equals("delete") ? 204 : 200);
    }
    for (var wrong :
        List.of(
            "{\"action\":\"claim\",\"tasks\":"
                + IntStream.rangeClosed(1, 201).boxed().toList()
                + "}",
            "{\"action\":\"claim\",\"tasks\":[]}",
            "{\"action\":\"claim\",\"tasks\":[1,1]}",
            "{\"action\":\"destroy\",\"tasks\":[1]}",
            "{\"action\":\"snooze\",\"tasks\":[1]}",
            "{\"action\":\"claim\",\"tasks\":[1],\"parameters\":{\"colour\":\"red\"}}",
            "{\"action\":\"claim\",\"tasks\":[1.5]}")) {
      var reply = server.send("POST", in(DUTCH, "/tasks/bulk"), anna, wrong);
      assertThat(reply.status()).as(wrong + reply).isEqualTo(422);
    }
  }

  @Test
  void an_edit_changes_one_occurrence_or_this_and_the_following() {
    var task =
        create(
                """
                {"title":"scopes","schedule":{"type":"recurring","rrule":"FREQ=WEEKLY;BYDAY=SA",
                 "start":"2031-01-04","time":"11:00"}}
                """)
            .json();
    var path = in(DUTCH, "/tasks/") + task.get("number");
    var one =
        server.send(
            "PATCH",
            path,
            anna,
            """
            {"scope":"THIS","due":{"type":"day","date":"2031-01-05"},"assignees":["%s"]}
            """
                .formatted(CLEO),
            "If-Match",
            "*");
    assertThat(one.status()).as(one.toString()).isEqualTo(200);
    assertThat(one.json().at("/occurrence/moved").asBoolean()).isTrue();
    assertThat(one.json().at("/occurrence/assignees/0").asText()).isEqualTo(CLEO.toString());
    var refused =
        server.send("PATCH", path, anna, "{\"scope\":\"THIS\",\"title\":\"x\"}", "If-Match", "*");
    assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("not-of-one-occurrence");

    var skipped = server.send("POST", path + "/skip", anna, "{\"date\":\"2031-01-11\"}");
    assertThat(skipped.status()).as(skipped.toString()).isEqualTo(200);
    assertThat(skipped.json().at("/schedule/exceptions/0").asText()).isEqualTo("2031-01-11");

    var split =
        server.send(
            "PATCH",
            path,
            anna,
            "{\"scope\":\"FOLLOWING\",\"from\":\"2031-02-01\",\"title\":\"later\"}",
            "If-Match",
            skipped.header("ETag"));
    assertThat(split.status()).as(split.toString()).isEqualTo(200);
    assertThat(split.json().get("number").asInt()).isGreaterThan(task.get("number").asInt());
    assertThat(split.json().at("/occurrence/due/local").asText()).isEqualTo("2031-02-01T11:00");
    var ended = server.send("GET", path, anna, null).json();
    assertThat(ended.at("/schedule/rrule").asText()).contains("UNTIL=20310131");
    assertThat(ended.get("title").asText()).isEqualTo("scopes");
  }

  @Test
  void a_calendar_has_what_was_done_what_is_open_and_what_the_rules_project() {
    var fixed =
        create(
                """
                {"title":"calendar fixed","assignment":{"strategy":"FIXED","order":["%s"]},
                 "schedule":{"type":"recurring","rrule":"FREQ=WEEKLY;BYDAY=SA",
                 "start":"2032-01-03","time":"11:00","exceptions":["2032-01-17"]}}
                """
                    .formatted(CLEO))
            .json();
    create(
        """
        {"title":"calendar turns","assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]},
         "schedule":{"type":"recurring","rrule":"FREQ=WEEKLY;BYDAY=SU","start":"2032-01-04"}}
        """
            .formatted(ANNA, CLEO));
    var path = in(DUTCH, "/tasks/") + fixed.get("number");
    assertThat(server.send("POST", path + "/complete", anna, "{}").status()).isEqualTo(200);
    var reply =
        server.send("GET", in(DUTCH, "/calendar?from=2032-01-01&to=2032-02-01"), anna, null);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(reply.json().get("complete").asBoolean()).isTrue();
    var lines = new ArrayList<String>();
    reply
        .json()
        .get("entries")
        .forEach(entry -> {
          if (entry.get("title").asText().startsWith("calendar")) {
            lines.add(
                entry.at("/due/at").asText().substring(0, 10)
                    + " "
                    + (entry.get("projected").asBoolean() ? "-" : entry.get("state").asText())
                    + " "
                    + entry.get("assignees").size());
          }
        });
    assertThat(lines)
        .containsExactly(
            "2032-01-03 DONE 1",
            "2032-01-04 OPEN 1",
            "2032-01-10 OPEN 1",
            "2032-01-11 - 0",
            "2032-01-18 - 0",
            "2032-01-24 - 1",
            "2032-01-25 - 0",
            "2032-01-31 - 1");
    for (var wrong : List.of("from=2032-01-01&to=2032-04-11", "from=2032-01-01", "from=x&to=y")) {
      assertThat(server.send("GET", in(DUTCH, "/calendar?" + wrong), anna, null).status())
          .as(wrong)
          .isEqualTo(400);
    }
  }

  @Test
  void what_counts_from_a_completion_is_estimated_in_the_calendar() {
    create(
        """
        {"title":"estimated","schedule":{"type":"recurring","rrule":"FREQ=DAILY;INTERVAL=10",
         "start":"2032-03-01","anchor":"FROM_COMPLETION"}}
        """);
    for (var from : List.of("2032-03-01", "2032-03-15")) {
      var lines = new ArrayList<String>();
      server
          .send("GET", in(DUTCH, "/calendar?from=" + from + "&to=2032-04-01"), anna, null)
          .json()
          .get("entries")
          .forEach(entry -> {
            if (entry.get("title").asText().equals("estimated")) {
              lines.add(entry.at("/due/date").asText() + " " + entry.get("estimated").asBoolean());
            }
          });
      var expected =
          List.of("2032-03-01 false", "2032-03-11 true", "2032-03-21 true", "2032-03-31 true");
      assertThat(lines).isEqualTo(from.equals("2032-03-01") ? expected : expected.subList(2, 4));
    }
  }

  private static List<Integer> statuses(HttpTestServer.Reply reply) {
    var statuses = new ArrayList<Integer>();
    reply.json().get("results").forEach(result -> statuses.add(result.get("status").asInt()));
    return statuses;
  }
}
