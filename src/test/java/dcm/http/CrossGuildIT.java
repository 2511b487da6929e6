package dcm.http;

import static dcm.http.HttpTestServer.ANNA;
import static dcm.http.HttpTestServer.BRAM;
import static dcm.http.HttpTestServer.DUTCH;
import static dcm.http.HttpTestServer.ENGLISH;
import static dcm.http.HttpTestServer.in;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.guild.value.GuildId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Calls every operation of {@code openapi.yaml} with another guild's token, its id in the path, and
 * its objects in path, body, query and cursor. Every response is 4xx and contains nothing of the
 * other guild.
 */
class CrossGuildIT {
  private static final String SECRET = "zeer geheim";
  private static HttpTestServer server;
  private static String anna;
  private static String bram;
  private static JsonNode secretTask;
  private static JsonNode secretLabel;
  private static JsonNode secretCategory;

  @BeforeAll
  static void open() {
    server = new HttpTestServer();
    anna = server.token(DUTCH, ANNA);
    bram = server.token(ENGLISH, BRAM);
    secretCategory = make("/categories", "{\"name\":\"" + SECRET + " category\"}");
    secretLabel = make("/labels", "{\"name\":\"" + SECRET + " label\"}");
    secretTask = make("/tasks", "{\"title\":\"" + SECRET + " task\"}");
    make("/tasks", "{\"title\":\"" + SECRET + " second\"}");
  }

  @AfterAll
  static void close() {
    server.close();
  }

  private static JsonNode make(String path, String body) {
    var made = server.send("POST", in(DUTCH, path), anna, body);
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return made.json();
  }

  private static List<OpenApi.Operation> inGuild() {
    return OpenApi.operations().values().stream()
        .filter(operation -> operation.path().startsWith("/api/v1/guilds/{gid}"))
        .filter(operation -> !operation.path().endsWith("/token"))
        // its secret is in the query: CalendarFeedIT
        .filter(operation -> !operation.path().endsWith("/calendar.ics"))
        .toList();
  }

  private static String path(OpenApi.Operation operation, GuildId guild) {
    var id =
        operation.path().contains("/categories/")
            ? secretCategory
            : operation.path().contains("/labels/") ? secretLabel : secretTask;
    return operation
        .path()
        .replace("{gid}", guild.toString())
        .replace("{id}", id.get("id").asText())
        .replace("{uid}", ANNA.toString())
        // photos and comments of the task
        .replaceAll("\\{[ac]id}", secretTask.get("id").asText());
  }

  /** A well-formed body with objects of the other guild. */
  private static String body(OpenApi.Operation operation) {
    var task =
        "\"labels\":[\"%s\"],\"category\":\"%s\""
            .formatted(secretLabel.get("id").asText(), secretCategory.get("id").asText());
    return switch (operation.node().get("operationId").asText()) {
      case "createTask" -> "{\"title\":\"mine\"," + task + "}";
      case "editTask" -> "{" + task + "}";
      case "createCategory", "createLabel", "editCategory", "editLabel" -> "{\"name\":\"x\"}";
      case "assign" -> "{\"assignees\":[\"" + ANNA + "\"]}";
      case "complete" -> "{\"by\":\"" + ANNA + "\"}";
      case "snooze" -> "{\"until\":\"2040-01-01T00:00:00Z\"}";
      case "claim", "release", "reopen", "undo", "skip" -> "{}";
      case "editMember" -> "{\"locale\":\"nl\"}";
      case "replacePermissions" -> "{\"roles\":[{\"id\":\"" + DUTCH + "\",\"permissions\":[]}]}";
      case "changeSettings" -> "{\"locale\":\"nl\"}";
      case "markRead" -> "{\"upTo\":1}";
      default -> operation.node().has("requestBody") ? "{}" : null;
    };
  }

  private static HttpTestServer.Reply send(OpenApi.Operation operation, String path, String token) {
    return operation.headerNames().contains("If-Match")
        ? server.send(operation.method(), path, token, body(operation), "If-Match", "*")
        : server.send(operation.method(), path, token, body(operation));
  }

  private static void assertLeaksNothing(HttpTestServer.Reply reply) {
    var all = reply.http().body() + reply.http().headers().map();
    assertThat(all).doesNotContain(SECRET).doesNotContain("Anna").doesNotContain("Studentenhuis");
  }

  @Test
  void another_guilds_token_is_rejected_as_if_the_guild_did_not_exist() {
    assertThat(inGuild()).hasSizeGreaterThan(25);
    for (var operation : inGuild()) {
      var reply = send(operation, path(operation, DUTCH), bram);
      assertThat(reply.status()).as(operation.name() + " " + reply).isEqualTo(404);
      assertLeaksNothing(reply);
      assertThat(OpenApi.violations(operation, reply)).as(operation.name()).isEmpty();
      var nowhere = send(operation, path(operation, new GuildId(999)), bram);
      assertThat(nowhere.json().get("detail")).isEqualTo(reply.json().get("detail"));
      assertThat(nowhere.json().get("type")).isEqualTo(reply.json().get("type"));
    }
  }

  @Test
  void no_token_and_no_real_token_are_401_everywhere() {
    for (var operation : inGuild()) {
      for (var token :
          new String[] {null, "nonsense", "a.b.c", anna + "x", anna.replace('e', 'f')}) {
        var reply = send(operation, path(operation, DUTCH), token);
        assertThat(reply.status()).as(operation.name()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
        assertLeaksNothing(reply);
      }
    }
  }

  @Test
  void another_guilds_objects_are_not_found_by_any_operation() {
    for (var operation : inGuild()) {
      if (!operation.path().contains("{id}") && !operation.path().contains("{uid}")) {
        continue;
      }
      var reply = send(operation, path(operation, ENGLISH), bram);
      // 415: a photo is sent as an image; 409: points are off in the caller's own guild
      var refused = operation.path().endsWith("/points") ? 409 : 415;
      assertThat(reply.status()).as(operation.name() + " " + reply).isIn(404, 422, refused);
      assertLeaksNothing(reply);
    }
  }

  @Test
  void another_guilds_objects_cannot_be_referenced() {
    for (var field :
        List.of(
            "\"category\":\"" + secretCategory.get("id").asText() + "\"",
            "\"labels\":[\"" + secretLabel.get("id").asText() + "\"]",
            "\"assignment\":{\"strategy\":\"FIXED\",\"order\":[\"" + ANNA + "\"]}")) {
      var reply =
          server.send("POST", in(ENGLISH, "/tasks"), bram, "{\"title\":\"mine\"," + field + "}");
      assertThat(reply.status()).as(reply.toString()).isIn(404, 422);
      assertLeaksNothing(reply);
    }
  }

  @Test
  void another_guilds_channel_and_role_are_refused_as_one_that_does_not_exist() {
    server.observeChannels(DUTCH, 424200000000000203L);
    server.observeChannels(ENGLISH, 424200000000000202L);
    var theirs =
        server.send(
            "PATCH", in(ENGLISH, "/settings"), bram, "{\"channel\":\"424200000000000203\"}");
    var nobodys =
        server.send(
            "PATCH", in(ENGLISH, "/settings"), bram, "{\"channel\":\"424200000000000999\"}");
    assertThat(theirs.status()).isEqualTo(422);
    assertThat(theirs.json().path("type").asText()).endsWith("unknown-channel");
    for (var field : List.of("type", "title", "status", "detail")) {
      assertThat(theirs.json().get(field)).isEqualTo(nobodys.json().get(field));
    }
    var own =
        server.send(
            "PATCH", in(ENGLISH, "/settings"), bram, "{\"channel\":\"424200000000000202\"}");
    assertThat(own.status()).as(own.toString()).isEqualTo(200);
    for (var role : List.of(DUTCH.toString(), "424200000000000998")) {
      var reply =
          server.send(
              "PUT",
              in(ENGLISH, "/permissions"),
              bram,
              "{\"roles\":[{\"id\":\"" + role + "\",\"permissions\":[\"TASK_VIEW_ALL\"]}]}",
              "If-Match",
              "*");
      assertThat(reply.status()).as(reply.toString()).isEqualTo(422);
      assertThat(reply.json().at("/errors/0/code").asText()).isEqualTo("unknown-role");
    }
    assertThat(server.send("GET", in(ENGLISH, "/channels"), bram, null).json())
        .isEqualTo(
            HttpTestServer.JSON.valueToTree(
                Map.of(
                    "channels",
                    List.of(
                        Map.of(
                            "id",
                            "424200000000000202",
                            "name",
                            "channel",
                            "type",
                            "TEXT",
                            "writable",
                            true)))));
    assertThat(server.send("GET", in(ENGLISH, "/roles"), bram, null).json().path("roles"))
        .hasSize(2);
  }

  @Test
  void another_guilds_member_is_unknown_wherever_one_is_named() {
    var task = server.send("POST", in(ENGLISH, "/tasks"), bram, "{\"title\":\"mine\"}").json();
    var at = in(ENGLISH, "/tasks/" + task.get("id").asText());
    for (var attempt :
        List.of(
            server.send("POST", at + "/assign", bram, "{\"assignees\":[\"" + ANNA + "\"]}"),
            server.send("POST", at + "/complete", bram, "{\"by\":\"" + ANNA + "\"}"),
            server.send(
                "PATCH",
                at,
                bram,
                "{\"assignment\":{\"strategy\":\"ROUND_ROBIN\",\"order\":[\"" + ANNA + "\"]}}",
                "If-Match",
                "*"),
            server.send("GET", in(ENGLISH, "/members/" + ANNA), bram, null),
            server.send("PATCH", in(ENGLISH, "/members/" + ANNA), bram, "{\"locale\":\"nl\"}"))) {
      assertThat(attempt.status()).as(attempt.toString()).isEqualTo(404);
      assertLeaksNothing(attempt);
    }
  }

  @Test
  void another_guilds_ids_in_a_query_find_nothing() {
    for (var query :
        Set.of(
            "category=" + secretCategory.get("id").asText(),
            "label=" + secretLabel.get("id").asText(),
            "assignee=" + ANNA,
            "q=geheim")) {
      var reply = server.send("GET", in(ENGLISH, "/tasks?" + query), bram, null);
      assertThat(reply.status()).isIn(200, 404);
      assertLeaksNothing(reply);
      assertThat(reply.json().path("total").asInt()).isZero();
    }
    var audit = server.send("GET", in(ENGLISH, "/audit?member=" + ANNA), bram, null);
    assertThat(audit.json().get("entries")).isEmpty();
    assertLeaksNothing(audit);
  }

  @Test
  void another_guilds_cursor_is_refused() {
    var cursors = new ArrayList<String>();
    for (var list : List.of("/tasks?limit=1", "/audit?limit=1")) {
      var link = server.send("GET", in(DUTCH, list), anna, null).header("Link");
      assertThat(link).as(list).contains("cursor=");
      cursors.add(list + "&cursor=" + link.replaceAll(".*cursor=([^&>]+).*", "$1"));
    }
    for (var list : cursors) {
      assertThat(server.send("GET", in(DUTCH, list), anna, null).status()).isEqualTo(200);
      var reply = server.send("GET", in(ENGLISH, list), bram, null);
      assertThat(reply.status()).as(list).isEqualTo(400);
      assertLeaksNothing(reply);
    }
  }
}
