package dcm.http.api;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.CLEO;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import dcm.http.HttpTestServer;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TemplatesIT {
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

  private static HttpTestServer.Reply apply(String token, String body, String... headers) {
    return server.send("POST", in(DUTCH, "/templates/apply"), token, body, headers);
  }

  private static List<Integer> statuses(HttpTestServer.Reply reply) {
    return StreamSupport.stream(reply.json().get("results").spliterator(), false)
        .map(result -> result.get("status").asInt())
        .toList();
  }

  @Test
  void templates_are_listed_in_a_language_with_an_etag() {
    var dutch = server.send("GET", in(DUTCH, "/templates?locale=nl-BE"), anna, null);
    assertThat(dutch.status()).as(dutch.toString()).isEqualTo(200);
    assertThat(dutch.json().get("templates").findValuesAsText("title"))
        .contains("Badkamer schoonmaken")
        .hasSizeGreaterThanOrEqualTo(70);
    var english = server.send("GET", in(DUTCH, "/templates?locale=de"), anna, null);
    assertThat(english.json().get("templates").findValuesAsText("title"))
        .contains("Clean the bathroom");
    assertThat(english.header("ETag")).isNotEqualTo(dutch.header("ETag"));
    var again =
        server.send(
            "GET",
            in(DUTCH, "/templates?locale=nl"),
            anna,
            null,
            "If-None-Match",
            dutch.header("ETag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(server.send("GET", in(DUTCH, "/templates?locale=x/y"), anna, null).status())
        .isEqualTo(400);
  }

  @Test
  void several_tasks_are_created_at_once_with_the_categories_of_their_rooms() {
    var existing =
        server.send("POST", in(DUTCH, "/categories"), anna, "{\"name\":\"Bathroom\"}").json();
    var body =
        """
        {"templates":["clean-bathroom","fridge","autumn-leaves"],"locale":"nl",
         "assignment":{"strategy":"ROUND_ROBIN","order":["%s","%s"]},"start":"2099-06-01"}
        """
            .formatted(ANNA, CLEO);
    var reply = apply(anna, body, "Idempotency-Key", "templates-1");
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    assertThat(statuses(reply)).containsExactly(201, 201, 201);
    var bathroom = reply.json().at("/results/0/task");
    assertThat(reply.json().at("/results/0/id").asText()).isEqualTo("clean-bathroom");
    assertThat(bathroom.get("title").asText()).isEqualTo("Badkamer schoonmaken");
    assertThat(bathroom.get("category")).isEqualTo(existing.get("id"));
    assertThat(bathroom.at("/occurrence/due/date").asText()).isEqualTo("2099-06-06");
    assertThat(bathroom.at("/occurrence/assignees/0").asText()).isEqualTo(ANNA.toString());
    assertThat(bathroom.at("/policy/checklist")).hasSize(5);
    var fridge = reply.json().at("/results/1/task");
    assertThat(fridge.at("/occurrence/assignees/0").asText()).isEqualTo(CLEO.toString());
    assertThat(fridge.get("category").isTextual()).isTrue();
    assertThat(reply.json().at("/results/2/task/occurrence/due/date").asText())
        .as("in its season")
        .isEqualTo("2099-10-03");

    var again = apply(anna, body, "Idempotency-Key", "templates-1");
    assertThat(again.http().body()).isEqualTo(reply.http().body());
    var categories = server.send("GET", in(DUTCH, "/categories"), anna, null).json();
    assertThat(categories.get("categories").findValuesAsText("name"))
        .containsOnlyOnce("Bathroom", "Keuken", "Tuin en buiten");
    var misused = apply(anna, "{\"templates\":[\"tents\"]}", "Idempotency-Key", "templates-1");
    assertThat(misused.status()).isEqualTo(422);
    assertThat(server.send("GET", in(DUTCH, "/categories"), anna, null).json())
        .as("a key that was used already creates no category")
        .isEqualTo(categories);
  }

  @Test
  void what_a_member_may_not_do_is_refused_for_each_task() {
    var limited =
        server.send(
            "PUT",
            in(DUTCH, "/permissions"),
            anna,
            "{\"roles\":[{\"id\":\"%s\",\"permissions\":[\"TASK_CREATE\",\"TASK_VIEW_OWN\",\"DASHBOARD_USE\"]}]}"
                .formatted(DUTCH),
            "If-Match",
            "*");
    assertThat(limited.status()).as(limited.toString()).isEqualTo(200);
    var cleo = server.token(DUTCH, CLEO);
    var mine = apply(cleo, "{\"templates\":[\"beer-lines\"],\"locale\":\"en\"}");
    assertThat(statuses(mine)).containsExactly(201);
    assertThat(mine.json().at("/results/0/task/category").isNull())
        .as("without permission to create categories")
        .isTrue();
    var others =
        apply(
            cleo,
            """
            {"templates":["tents","hedge"],"assignment":{"strategy":"FIXED","order":["%s"]}}
            """
                .formatted(ANNA));
    assertThat(statuses(others)).containsExactly(403, 403);
  }

  @Test
  void unknown_and_repeated_templates_are_refused_as_a_whole() {
    for (var wrong :
        List.of(
            "{}",
            "{\"templates\":[]}",
            "{\"templates\":[\"nothing\"]}",
            "{\"templates\":[\"oven\",\"oven\"]}",
            "{\"templates\":[\"oven\"],\"locale\":\"?\"}",
            "{\"templates\":[\"oven\"],\"start\":\"soon\"}",
            "{\"templates\":[\"oven\"],\"title\":\"x\"}")) {
      assertThat(apply(anna, wrong).status()).as(wrong).isEqualTo(422);
    }
  }
}
