package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dcm.http.HttpTestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of GET are valid bodies of PATCH and PUT, without read-only fields. */
class RoundTripIT {
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

  private static JsonNode task(String fields) {
    var made = server.send("POST", in(DUTCH, "/tasks"), anna, "{\"title\":\"t\"," + fields + "}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return server
        .send("GET", in(DUTCH, "/tasks/" + made.json().get("id").asText()), anna, null)
        .json();
  }

  private static HttpTestServer.Reply patch(JsonNode task, JsonNode body) {
    return server.send(
        "PATCH",
        in(DUTCH, "/tasks/" + task.get("id").asText()),
        anna,
        body.toString(),
        "If-Match",
        "*");
  }

  private static ObjectNode without(JsonNode json, String... readOnly) {
    return ((ObjectNode) json.deepCopy()).remove(List.of(readOnly));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'once','due':{'type':'never'}}",
        "{'type':'once','due':{'type':'time','local':'2030-02-03T11:00','zone':'Asia/Tokyo'}}",
        "{'type':'once','due':{'type':'day','date':'2030-02-03'}}",
        "{'type':'recurring','preset':{'every':'day','interval':3},'time':'09:00'}",
        "{'type':'recurring','preset':{'every':'week','interval':2,'days':['TU','SU']}}",
        "{'type':'recurring','preset':{'every':'month','interval':1,'day':31},'monthEnd':'SKIP'}",
        "{'type':'recurring','rrule':'FREQ=WEEKLY;BYDAY=SA','anchor':'FROM_COMPLETION'}",
        "{'type':'recurring','rrule':'freq=daily;interval=2'}",
        "{'type':'recurring','rrule':'FREQ=MONTHLY;BYDAY=2TU;COUNT=5','start':'2030-01-01'}",
        "{'type':'recurring','preset':{'every':'month','ordinal':-1,'weekday':'FR'}}",
        "{'type':'recurring','preset':{'every':'year','month':2,'day':29},'times':['20:30','08:00']}",
        "{'type':'recurring','rrule':'RRULE:FREQ=WEEKLY;INTERVAL=1;FROM=COMPLETION'}",
        "{'type':'recurring','rrule':'FREQ=DAILY','season':[4,5],'holidays':'LATER','exceptions':['2030-04-01']}"
      })
  void a_task_with_its_schedule_comes_back_as_it_was_given(String schedule) {
    var task = task("\"schedule\":" + schedule.replace('\'', '"'));
    var whole =
        without(
            task,
            "id",
            "number",
            "occurrences",
            "occurrence",
            "lastClosed",
            "createdBy",
            "createdAt",
            "revision");
    var again = patch(task, whole);
    assertThat(again.status()).as(again.toString()).isEqualTo(200);
    assertThat(without(again.json(), "revision", "occurrences", "occurrence"))
        .isEqualTo(without(task, "revision", "occurrences", "occurrence"));
  }

  @Test
  void a_preset_and_a_rule_that_say_different_things_are_422() {
    var task = task("\"schedule\":{\"type\":\"recurring\",\"rrule\":\"FREQ=DAILY\"}");
    var schedule = (ObjectNode) without(task).get("schedule");
    ((ObjectNode) schedule.get("preset")).put("interval", 2);
    var body = HttpTestServer.JSON.createObjectNode();
    body.set("schedule", schedule);
    var refused = patch(task, body);
    assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("schedule.preset");
  }

  @Test
  void every_other_field_of_a_task_comes_back_as_it_was_given() {
    var label =
        server
            .send("POST", in(DUTCH, "/labels"), anna, "{\"name\":\"round\"}")
            .json()
            .get("id")
            .asText();
    var category =
        server
            .send("POST", in(DUTCH, "/categories"), anna, "{\"name\":\"trip\"}")
            .json()
            .get("id")
            .asText();
    var task =
        task(
            """
            "description":"d","labels":["%s"],"category":"%s","priority":"HIGH",
            "effort":{"minutes":5,"difficulty":2},
            "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]}
            """
                .formatted(label, category, ANNA, CLEO));
    for (var field :
        List.of(
            "title",
            "description",
            "category",
            "labels",
            "effort",
            "priority",
            "schedule",
            "assignment")) {
      var body = HttpTestServer.JSON.createObjectNode();
      body.set(field, task.get(field));
      var again = patch(task, body);
      assertThat(again.status()).as(field + " " + again).isEqualTo(200);
      assertThat(again.json().get(field)).as(field).isEqualTo(task.get(field));
    }
  }

  @Test
  void settings_come_back_as_they_were_given() {
    for (var escalate : List.of("null", "\"PT48H\"")) {
      server.send("PATCH", in(DUTCH, "/settings"), anna, "{\"escalateAfter\":" + escalate + "}");
      var settings = server.send("GET", in(DUTCH, "/settings"), anna, null);
      var again =
          server.send(
              "PATCH",
              in(DUTCH, "/settings"),
              anna,
              without(settings.json(), "guild", "revision").toString(),
              "If-Match",
              settings.header("ETag"));
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      assertThat(without(again.json(), "revision")).isEqualTo(without(settings.json(), "revision"));
    }
  }

  @Test
  void permissions_come_back_as_they_were_given() {
    var matrix = server.send("GET", in(DUTCH, "/permissions"), anna, null);
    var again =
        server.send(
            "PUT",
            in(DUTCH, "/permissions"),
            anna,
            without(matrix.json(), "revision").toString(),
            "If-Match",
            matrix.header("ETag"));
    assertThat(again.status()).as(again.toString()).isEqualTo(200);
    assertThat(again.json().get("roles")).isEqualTo(matrix.json().get("roles"));
  }

  @Test
  void a_member_comes_back_as_given() {
    var path = in(DUTCH, "/members/" + CLEO);
    for (var choice : List.of("{}", "{\"zone\":\"Europe/London\",\"locale\":\"nl\"}")) {
      server.send("PATCH", path, anna, choice);
      var member = server.send("GET", path, anna, null).json();
      var body = HttpTestServer.JSON.createObjectNode();
      body.set("zone", member.get("zone"));
      body.set("locale", member.get("locale"));
      var again = server.send("PATCH", path, anna, body.toString());
      assertThat(again.status()).as(again.toString()).isEqualTo(200);
      assertThat(without(again.json(), "revision")).isEqualTo(without(member, "revision"));
    }
  }

  @Test
  void categories_and_labels_come_back_as_they_were_given() {
    for (var kind : List.of("categories", "labels")) {
      server.send(
          "POST", in(DUTCH, "/" + kind), anna, "{\"name\":\"same\",\"colour\":\"#ABCDEF\"}");
      for (var grouping : server.send("GET", in(DUTCH, "/" + kind), anna, null).json().get(kind)) {
        var again =
            server.send(
                "PATCH",
                in(DUTCH, "/" + kind + "/" + grouping.get("id").asText()),
                anna,
                without(grouping, "id", "revision").toString(),
                "If-Match",
                Etags.of(grouping.get("revision").asLong()));
        assertThat(again.status()).as(again.toString()).isEqualTo(200);
        assertThat(without(again.json(), "revision")).isEqualTo(without(grouping, "revision"));
      }
    }
  }
}
