package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An edit changes only the fields in its body; a preset uses the guild's first day of the week. */
class PartialEditsIT {
  private static final String MONTHLY =
      "{\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=MONTHLY;BYMONTHDAY=31\",%s}}";

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

  private static JsonNode create(String body) {
    var created = server.send("POST", in(DUTCH, "/tasks"), anna, body);
    assertThat(created.status()).as(created.toString()).isEqualTo(201);
    return created.json();
  }

  private static JsonNode edit(JsonNode task, String body) {
    var path = in(DUTCH, "/tasks/") + task.get("id").asText();
    var edited = server.send("PATCH", path, anna, body, "If-Match", "*");
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    return edited.json();
  }

  @Test
  void what_a_schedule_leaves_out_stays() {
    var task =
        create(
            """
            {"title":"Rent","schedule":{"type":"recurring","preset":{"every":"month","day":30},
             "start":"2028-01-01","time":"19:00","zone":"Europe/Brussels",
             "anchor":"FROM_COMPLETION","monthEnd":"SKIP"}}
            """);
    var edited =
        edit(
                task,
                "{\"schedule\":{\"type\":\"recurring\",\"preset\":{\"every\":\"month\",\"day\":31}}}")
            .get("schedule");
    assertThat(edited.get("rrule").asText()).isEqualTo("FREQ=MONTHLY;BYMONTHDAY=31");
    assertThat(edited.get("monthEnd").asText()).isEqualTo("SKIP");
    assertThat(edited.get("anchor").asText()).isEqualTo("FROM_COMPLETION");
    assertThat(edited.get("time").asText()).isEqualTo("19:00");
    assertThat(edited.get("zone").asText()).isEqualTo("Europe/Brussels");
    assertThat(edited.get("start").asText()).isEqualTo("2028-01-01");
    var later = edit(task, MONTHLY.formatted("\"start\":\"2028-03-31\""));
    assertThat(later.at("/schedule/rrule").asText()).isEqualTo("FREQ=MONTHLY;BYMONTHDAY=31");
    assertThat(later.at("/schedule/monthEnd").asText()).isEqualTo("SKIP");
    assertThat(later.at("/occurrence/due/local").asText()).isEqualTo("2028-03-31T19:00");
    var whole = edit(task, MONTHLY.formatted("\"time\":null"));
    assertThat(whole.at("/occurrence/due/type").asText()).as("a null is said").isEqualTo("day");
  }

  @Test
  void what_an_effort_or_an_assignment_leaves_out_stays() {
    var task =
        create(
            """
            {"title":"Floor","effort":{"minutes":30,"difficulty":4},
             "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]}}
            """
                .formatted(CLEO, ANNA));
    var edited =
        edit(task, "{\"effort\":{\"minutes\":45},\"assignment\":{\"strategy\":\"ROUND_ROBIN\"}}");
    assertThat(edited.at("/effort").toString()).isEqualTo("{\"minutes\":45,\"difficulty\":4}");
    assertThat(edited.at("/assignment/order/0").asText()).isEqualTo(CLEO.toString());
    assertThat(edit(task, "{\"assignment\":{\"strategy\":\"POOL\"}}").at("/assignment/order"))
        .isEmpty();
  }

  @Test
  void a_preset_counts_in_the_guilds_weeks() {
    var settings =
        server.send(
            "PATCH", in(DUTCH, "/settings"), anna, "{\"weekStart\":\"SUNDAY\"}", "If-Match", "*");
    assertThat(settings.status()).as(settings.toString()).isEqualTo(200);
    var task =
        create(
            """
            {"title":"Plants","schedule":{"type":"recurring","start":"2028-02-01","time":"10:00",
             "preset":{"every":"week","interval":2,"days":["TU","SU"]}}}
            """);
    assertThat(task.at("/schedule/rrule").asText())
        .isEqualTo("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU");
    assertThat(task.at("/schedule/preset/interval").asInt()).isEqualTo(2);
    var path = in(DUTCH, "/tasks/") + task.get("id").asText();
    var next = server.send("POST", path + "/complete", anna, "{\"ordinal\":1}").json();
    assertThat(next.at("/occurrence/due/local").asText()).isEqualTo("2028-02-13T10:00");
  }

  @Test
  void invisible_text_is_422_blank() {
    for (String nothing : new String[] {"\\u200b", "\\u200d\\ufeff", "\\u2800", "\\u00ad"}) {
      for (String path : new String[] {"/tasks", "/categories", "/labels"}) {
        String field = path.equals("/tasks") ? "title" : "name";
        var refused =
            server.send(
                "POST",
                in(DUTCH, path),
                anna,
                path.equals("/tasks")
                    ? "{\"title\":\"" + nothing + "\"}"
                    : "{\"name\":\"" + nothing + "\",\"colour\":\"#3fa7d6\"}");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("blank");
      }
    }
  }
}
