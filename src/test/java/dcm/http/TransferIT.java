package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.CREW;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransferIT {
  private HttpTestServer server;
  private String anna;

  @BeforeEach
  void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private JsonNode dryRun(String query, String file) {
    var reply = server.send("POST", in(DUTCH, "/import" + query), anna, file);
    assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
    return reply.json();
  }

  private JsonNode apply(JsonNode ready, String members) {
    var id = ready.path("id").asText();
    var begun =
        server.send(
            "POST", in(DUTCH, "/import/" + id + "/apply"), anna, "{\"members\":" + members + "}");
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    return awaitState(id, "APPLIED");
  }

  private JsonNode undo(JsonNode applied) {
    var id = applied.path("id").asText();
    var begun = server.send("POST", in(DUTCH, "/import/" + id + "/undo"), anna, null);
    assertThat(begun.status()).as(begun.toString()).isEqualTo(202);
    return awaitState(id, "UNDONE");
  }

  private JsonNode awaitState(String id, String state) {
    await().untilAsserted(() -> assertThat(show(id).path("state").asText()).isEqualTo(state));
    return show(id);
  }

  private JsonNode show(String id) {
    return server.send("GET", in(DUTCH, "/import/" + id), anna, null).json();
  }

  private List<JsonNode> tasks() {
    var tasks = server.send("GET", in(DUTCH, "/tasks?limit=200&sort=number"), anna, null).json();
    return StreamSupport.stream(tasks.path("tasks").spliterator(), false).toList();
  }

  private JsonNode task(String title) {
    return tasks().stream()
        .filter(task -> task.path("title").asText().equals(title))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> fates(JsonNode report) {
    return report.path("items").findValuesAsText("fate");
  }

  @Test
  void a_file_of_another_program_is_tried_applied_and_undone() {
    var file =
        """
        "Date: 2028-01-01"
        "Version: 7.1"
        "List Name","Title","Status","Due Date","Is All Day","Timezone","Repeat","taskId","parentId"
        "House","Tap","0","","","Europe/Amsterdam","","2","1"
        "House","Bathroom","0","2028-02-01T23:00:00+0000","true","Europe/Amsterdam","FREQ=WEEKLY;INTERVAL=2","1",""
        "House","Old","2","2020-01-01T00:00:00+0000","","Europe/Amsterdam","","3",""
        """;
    var ready = dryRun("", file);
    assertThat(ready.path("counts").path("create").asInt()).isEqualTo(3);
    assertThat(ready.path("columns").path("category").asText()).isEqualTo("List Name");
    assertThat(tasks()).isEmpty();

    var applied = apply(ready, "{}");
    assertThat(applied.path("created").asInt()).isEqualTo(3);
    assertThat(applied.path("failed")).isEmpty();
    var bathroom = task("Bathroom");
    assertThat(bathroom.at("/occurrence/due/date").asText()).isEqualTo("2028-02-02");
    assertThat(bathroom.at("/schedule/start").asText()).isEqualTo("2028-02-02");
    assertThat(bathroom.at("/policy/dependsOn/0").asText())
        .isEqualTo(task("Tap").path("id").asText());
    assertThat(task("Old").at("/lastClosed/state").asText()).isEqualTo("DONE");
    assertThat(task("Old").path("occurrence").isNull()).isTrue();
    var inbox = server.send("GET", in(DUTCH, "/notifications"), anna, null).json();
    assertThat(inbox.path("notifications")).as("no reminder of the past").isEmpty();
    var deliveries = server.send("GET", in(DUTCH, "/notifications/deliveries"), anna, null).json();
    assertThat(deliveries.path("pending").asInt()).isZero();

    var again = dryRun("", file);
    assertThat(fates(again)).containsOnly("duplicate");
    assertThat(apply(again, "{}").path("created").asInt()).isZero();
    assertThat(tasks()).hasSize(3);

    server.send(
        "POST", in(DUTCH, "/tasks/" + task("Tap").path("id").asText() + "/claim"), anna, "{}");
    var undone = undo(applied);
    assertThat(undone.at("/counts/removed").asInt()).isEqualTo(2);
    assertThat(undone.at("/failed/0/title").asText()).isEqualTo("Tap");
    assertThat(undone.at("/failed/0/fate").asText()).isEqualTo("kept");
    assertThat(tasks()).hasSize(1);
    assertThat(server.send("GET", in(DUTCH, "/bin"), anna, null).json().path("tasks")).isEmpty();
    assertThat(undo(applied)).as("again").isEqualTo(undone);
    var refused =
        server.send(
            "POST", in(DUTCH, "/import/" + ready.path("id").asText() + "/apply"), anna, "{}");
    assertThat(refused.status()).isEqualTo(409);

    var audit = server.send("GET", in(DUTCH, "/audit?limit=200"), anna, null).json();
    assertThat(audit.path("entries").findValuesAsText("kind"))
        .contains("import.started", "import.applied", "import.undone");
  }

  @Test
  void rules_are_understood_or_reported_by_row() {
    var ready =
        dryRun(
            "",
            """
            title;herhaling
            Filter;RRULE:FREQ=DAILY;INTERVAL=30
            Plants;"RRULE:FREQ=WEEKLY;INTERVAL=1;FROM=COMPLETION"
            Drops;FREQ=HOURLY
            Lower;freq=weekly
            """
                .replace("RRULE:FREQ=DAILY;INTERVAL=30", "\"RRULE:FREQ=DAILY;INTERVAL=30\""));
    assertThat(fates(ready)).containsExactly("create", "create", "error", "create");
    var failed = ready.at("/failed/0");
    assertThat(failed.path("line").asInt()).isEqualTo(4);
    assertThat(failed.path("column").asText()).isEqualTo("herhaling");
    apply(ready, "{}");
    assertThat(task("Filter").at("/schedule/rrule").asText()).isEqualTo("FREQ=DAILY;INTERVAL=30");
    assertThat(task("Plants").at("/schedule/anchor").asText()).isEqualTo("FROM_COMPLETION");
    assertThat(task("Lower").at("/schedule/rrule").asText()).isEqualTo("FREQ=WEEKLY");
    assertThat(tasks()).hasSize(3);
    var nothing =
        server.send("POST", in(DUTCH, "/import"), anna, "title;repeat\nDrops;FREQ=HOURLY\n");
    assertThat(nothing.status()).isEqualTo(422);
    assertThat(nothing.json().path("type").asText()).isEqualTo("/problems/import-yields-nothing");
    assertThat(nothing.json().at("/errors/0/field").asText()).startsWith("line 2");
  }

  @Test
  void names_are_members_or_asked_for() {
    var ready = dryRun("", "title,assigned to\nTap,anna\nOven,Bob\n");
    assertThat(ready.path("members").path("anna").asText()).isEqualTo(ANNA.toString());
    assertThat(ready.path("asked").get(0).asText()).isEqualTo("Bob");
    var at = in(DUTCH, "/import/" + ready.path("id").asText() + "/apply");
    assertThat(server.send("POST", at, anna, "{}").json().at("/errors/0/field").asText())
        .isEqualTo("members.Bob");
    var stranger = server.send("POST", at, anna, "{\"members\":{\"Bob\":\"12345\"}}");
    assertThat(stranger.json().at("/errors/0/code").asText()).isEqualTo("unknown-member");
    apply(ready, "{\"Bob\":\"" + CLEO + "\"}");
    assertThat(task("Tap").at("/occurrence/assignees/0").asText()).isEqualTo(ANNA.toString());
    assertThat(task("Oven").at("/occurrence/assignees/0").asText()).isEqualTo(CLEO.toString());
  }

  @Test
  void an_export_restores_the_tasks_of_a_guild() {
    for (var body :
        List.of(
            """
            {"title":"=danger","description":"+1","schedule":{"type":"recurring",
             "rrule":"FREQ=WEEKLY;BYDAY=SA","time":"11:00"},
             "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]},
             "policy":{"checklist":["left","right"]}}
            """
                .formatted(ANNA, CLEO),
            "{\"title\":\"Fenêtre; \\\"groß\\\"\"}")) {
      assertThat(server.send("POST", in(DUTCH, "/tasks"), anna, body).status()).isEqualTo(201);
    }
    var json = server.send("GET", in(DUTCH, "/export"), anna, null);
    assertThat(json.header("Content-Disposition")).contains("attachment").contains(".json");
    assertThat(json.header("ETag")).isEmpty();
    var csv = server.send("GET", in(DUTCH, "/export?format=csv"), anna, null);
    assertThat(csv.header("Content-Type")).startsWith("text/csv");
    assertThat(csv.http().body()).contains("'=danger", "'+1", "\"Fenêtre; \"\"groß\"\"\"");

    var same = dryRun("", json.http().body());
    assertThat(fates(same)).containsOnly("duplicate");
    assertThat(fates(dryRun("", csv.http().body()))).containsOnly("duplicate");

    // into another guild, where nobody has these names
    var bram = server.token(ENGLISH, HttpTestServer.BRAM);
    server.member(ENGLISH, ANNA, "Anna", false);
    var other = server.send("POST", in(ENGLISH, "/import"), bram, json.http().body());
    assertThat(other.status()).as(other.toString()).isEqualTo(201);
    assertThat(other.json().path("asked").get(0).asText()).isEqualTo("Cleo");
    var at = in(ENGLISH, "/import/" + other.json().path("id").asText());
    server.send("POST", at + "/apply", bram, "{\"members\":{\"Cleo\":null}}");
    await()
        .untilAsserted(() ->
            assertThat(server.send("GET", at, bram, null).json().path("state").asText())
                .isEqualTo("APPLIED"));
    var there =
        server.send("GET", in(ENGLISH, "/tasks?sort=number"), bram, null).json().path("tasks");
    assertThat(there.get(0).path("number").asInt()).isEqualTo(1);
    assertThat(there.get(0).path("title").asText()).isEqualTo("=danger");
    assertThat(there.get(0).at("/policy/checklist")).hasSize(2);
    assertThat(there.get(0).at("/assignment/order")).hasToString("[\"" + ANNA + "\"]");
    assertThat(there.get(1).path("title").asText()).isEqualTo("Fenêtre; \"groß\"");
  }

  @Test
  void only_members_with_the_permission_import_and_export() {
    var cleo = server.token(DUTCH, CLEO);
    assertThat(server.send("GET", in(DUTCH, "/export"), cleo, null).status()).isEqualTo(403);
    assertThat(server.send("POST", in(DUTCH, "/import"), cleo, "title\nx\n").status())
        .isEqualTo(403);
    var ready = dryRun("", "title\nx\n");
    var at = in(DUTCH, "/import/" + ready.path("id").asText());
    assertThat(server.send("GET", at, cleo, null).status()).isEqualTo(403);
    assertThat(server.send("POST", at + "/apply", cleo, "{}").status()).isEqualTo(403);
    assertThat(CREW).isNotNull();
  }

  @Test
  void a_file_in_another_encoding_is_refused_with_its_line() throws Exception {
    var body =
        "title;due\r\n\"Fenêtre; groß\";2028-02-01\r\n".getBytes(Charset.forName("windows-1252"));
    var request =
        java.net.http.HttpRequest.newBuilder(server.url(in(DUTCH, "/import")))
            .header("Authorization", "Bearer " + anna)
            .header("Content-Type", "text/csv")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    var reply = server.client().send(request, java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).isEqualTo(422);
    assertThat(reply.body()).contains("\"line 2\"").contains("not-utf8");
  }

  @Test
  void a_repeated_request_is_the_same_import_and_the_oldest_are_deleted() {
    var headers = new String[] {"Idempotency-Key", "once"};
    var first = server.send("POST", in(DUTCH, "/import"), anna, "title\nx\n", headers).json();
    var second = server.send("POST", in(DUTCH, "/import"), anna, "title\nx\n", headers).json();
    assertThat(second).isEqualTo(first);
    assertThat(server.send("POST", in(DUTCH, "/import"), anna, "title\ny\n", headers).status())
        .isEqualTo(422);
    var ids = new ArrayList<String>();
    IntStream.range(0, 20).forEach(n -> ids.add(dryRun("", "title\ny\n").path("id").asText()));
    assertThat(
            server
                .send("GET", in(DUTCH, "/import/" + first.path("id").asText()), anna, null)
                .status())
        .isEqualTo(404);
    assertThat(show(ids.getFirst()).path("state").asText()).isEqualTo("READY");
  }
}
