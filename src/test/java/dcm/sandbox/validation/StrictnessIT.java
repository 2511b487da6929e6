package dcm.sandbox.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.store.InitialState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that Discord rejects are rejected with its messages and codes. */
class StrictnessIT {
  @TempDir static Path data;
  private static LocalSandbox local;

  @BeforeAll
  static void open() {
    local = new LocalSandbox(data);
  }

  @AfterAll
  static void close() {
    local.close();
  }

  @AfterEach
  void no_response_violates_the_openapi() {
    assertThat(local.control("GET", "/gate", null).path("violations"))
        .filteredOn(v -> v.path("what").asText().equals("response"))
        .isEmpty();
    local.control("DELETE", "/faults", null);
  }

  private static LocalSandbox.Response postMessage(Object form) {
    return local.bot("POST", "/channels/" + InitialState.SCHOONMAAK + "/messages", form);
  }

  private static LocalSandbox.Response register(Object... commands) {
    return local.bot(
        "PUT", "/applications/" + InitialState.APPLICATION + "/commands", List.of(commands));
  }

  private static Map<String, Object> button(Object... more) {
    Map<String, Object> button =
        new java.util.HashMap<>(Map.of("type", 2, "style", 1, "label", "go"));
    for (int i = 0; i < more.length; i += 2) {
      button.put((String) more[i], more[i + 1]);
    }
    return Map.of(
        "content", "x", "components", List.of(Map.of("type", 1, "components", List.of(button))));
  }

  private static void isFormError(LocalSandbox.Response response) {
    assertThat(response.status()).as("%s", response.body()).isEqualTo(400);
    assertThat(response.body().path("code").asInt()).isEqualTo(50035);
  }

  @Test
  void requests_without_a_token_are_rejected() {
    assertThat(local.send("GET", "/api/v10/users/@me", null).status()).isEqualTo(401);
    assertThat(local.send("GET", "/api/v10/users/@me", null, "Authorization", "Bot x.y.z").status())
        .isEqualTo(401);
    assertThat(local.bot("GET", "/users/@me", null).body().path("id").asText())
        .isEqualTo(InitialState.APPLICATION);
  }

  @Test
  void an_empty_message_is_50006() {
    LocalSandbox.Response response = postMessage(Map.of("content", " "));
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.body().path("code").asInt()).isEqualTo(50006);
  }

  @Test
  void fields_that_are_too_long_are_named() {
    LocalSandbox.Response response = postMessage(Map.of("content", "x".repeat(2_001)));
    isFormError(response);
    assertThat(response.body().at("/errors/content/_errors/0/code").asText())
        .isEqualTo("BASE_TYPE_MAX_LENGTH");
    assertThat(postMessage(Map.of("content", "é".repeat(2_000))).status()).isEqualTo(200);
    isFormError(postMessage(Map.of("embeds", List.of(Map.of("title", "x".repeat(257))))));
  }

  @Test
  void a_button_needs_a_custom_id_of_its_own() {
    isFormError(postMessage(button()));
    isFormError(postMessage(button("custom_id", "x".repeat(101))));
    assertThat(postMessage(button("custom_id", "x".repeat(100))).status()).isEqualTo(200);
  }

  @Test
  void a_command_has_a_lower_case_name_and_a_description() {
    isFormError(register(Map.of("name", "Task", "description", "d")));
    isFormError(register(Map.of("name", "task", "description", "")));
    List<Map<String, Object>> tooManyOptions =
        java.util.stream.IntStream.range(0, 26)
            .mapToObj(i -> Map.<String, Object>of("type", 3, "name", "o" + i, "description", "d"))
            .toList();
    isFormError(register(Map.of("name", "task", "description", "d", "options", tooManyOptions)));
    List<Map<String, Object>> longOptions =
        tooManyOptions.subList(0, 25).stream()
            .map(o ->
                Map.<String, Object>of(
                    "type",
                    3,
                    "name",
                    o.get("name"),
                    "description",
                    "d",
                    "choices",
                    java.util.stream.IntStream.range(0, 5)
                        .mapToObj(i -> Map.of("name", i + "n".repeat(80), "value", "v" + i))
                        .toList()))
            .toList();
    LocalSandbox.Response tooLarge =
        register(Map.of("name", "task", "description", "d", "options", longOptions));
    isFormError(tooLarge);
    assertThat(tooLarge.body().toString()).contains("APPLICATION_COMMAND_TOO_LARGE");
  }

  @Test
  void a_command_keeps_its_id_when_it_is_registered_again() {
    JsonNode first =
        local
            .bot(
                "PUT",
                "/applications/"
                    + InitialState.APPLICATION
                    + "/guilds/"
                    + InitialState.CLUB
                    + "/commands",
                List.of(Map.of("name", "row", "description", "d")))
            .body();
    JsonNode second =
        local
            .bot(
                "PUT",
                "/applications/"
                    + InitialState.APPLICATION
                    + "/guilds/"
                    + InitialState.CLUB
                    + "/commands",
                List.of(Map.of("name", "row", "description", "other")))
            .body();
    assertThat(second.at("/0/id").asText()).isNotEmpty().isEqualTo(first.at("/0/id").asText());
    assertThat(second.at("/0/description").asText()).isEqualTo("other");
  }

  @Test
  void a_repeated_nonce_creates_nothing_also_over_a_restart() {
    Map<String, Object> form = Map.of("content", "once", "nonce", "n-1", "enforce_nonce", true);
    String id = postMessage(form).body().path("id").asText();
    assertThat(postMessage(form).body().path("id").asText()).isEqualTo(id);
    local.restart();
    assertThat(postMessage(form).body().path("id").asText()).isEqualTo(id);
    assertThat(local.control("GET", "/channels/" + InitialState.SCHOONMAAK + "/messages", null))
        .filteredOn(m -> m.path("content").asText().equals("once"))
        .hasSize(1);
    assertThat(
            postMessage(Map.of("content", "once", "nonce", "n-2", "enforce_nonce", true))
                .body()
                .path("id")
                .asText())
        .isNotEqualTo(id);
    postMessage(Map.of("content", "twice", "nonce", "n-3"));
    postMessage(Map.of("content", "twice", "nonce", "n-3"));
    assertThat(local.control("GET", "/channels/" + InitialState.SCHOONMAAK + "/messages", null))
        .filteredOn(m -> m.path("content").asText().equals("twice"))
        .as("a nonce that is not enforced says nothing")
        .hasSize(2);
  }

  @Test
  void a_full_bucket_answers_429_with_whole_seconds() {
    String channel = "/channels/" + InitialState.BOATHOUSE + "/messages";
    for (int i = 0; i < 10; i++) {
      LocalSandbox.Response response = local.bot("POST", channel, Map.of("content", "row " + i));
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.raw().headers().firstValue("X-RateLimit-Remaining"))
          .contains("" + (9 - i));
    }
    LocalSandbox.Response limited = local.bot("POST", channel, Map.of("content", "too much"));
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.raw().headers().firstValue("Retry-After").orElseThrow()).matches("[1-5]");
    assertThat(limited.raw().headers().firstValue("X-RateLimit-Reset-After")).isPresent();
    assertThat(limited.body().path("retry_after").asDouble()).isBetween(0.0, 5.0);
    assertThat(limited.body().path("global").asBoolean()).isFalse();
  }

  @Test
  void a_fault_occurs_as_often_as_requested() {
    String path = "/guilds/" + InitialState.HOUSE + "/roles";
    local.control(
        "POST",
        "/faults",
        Map.of("kind", "server-error", "route", path, "status", 502, "times", 2));
    assertThat(local.bot("GET", path, null).status()).isEqualTo(502);
    assertThat(local.bot("GET", "/guilds/" + InitialState.HOUSE, null).status()).isEqualTo(200);
    assertThat(local.bot("GET", path, null).status()).isEqualTo(502);
    assertThat(local.bot("GET", path, null).status()).isEqualTo(200);

    local.control(
        "POST", "/faults", Map.of("kind", "rate-limit", "route", "global", "seconds", 1.5));
    LocalSandbox.Response limited = local.bot("GET", path, null);
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.raw().headers().firstValue("Retry-After")).contains("2");
    assertThat(limited.raw().headers().firstValue("X-RateLimit-Global")).contains("true");
  }

  @Test
  void a_response_can_be_lost_although_the_message_was_created() {
    local.control("POST", "/faults", Map.of("kind", "answer-then-drop", "route", "/messages"));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> postMessage(Map.of("content", "lost")))
        .hasCauseInstanceOf(java.io.IOException.class);
    assertThat(local.control("GET", "/channels/" + InitialState.SCHOONMAAK + "/messages", null))
        .filteredOn(m -> m.path("content").asText().equals("lost"))
        .hasSize(1);
  }

  @Test
  void an_unknown_interaction_is_10062_and_a_strange_token_50027() {
    LocalSandbox.Response response =
        local.bot(
            "POST",
            "/interactions/1/token/callback",
            Map.of("type", 4, "data", Map.of("content", "x")));
    assertThat(response.status()).isEqualTo(404);
    assertThat(response.body().path("code").asInt()).isEqualTo(10062);
    LocalSandbox.Response followUp =
        local.bot(
            "POST", "/webhooks/" + InitialState.APPLICATION + "/token", Map.of("content", "x"));
    assertThat(followUp.status()).isEqualTo(401);
    assertThat(followUp.body().path("code").asInt()).isEqualTo(50027);
  }

  @Test
  void messages_are_listed_newest_first_around_any_of_them() {
    String channel = "/channels/" + InitialState.GENERAL + "/messages";
    List<String> ids =
        java.util.stream.IntStream.range(0, 5)
            .mapToObj(i ->
                local.bot("POST", channel, Map.of("content", "m" + i)).body().path("id").asText())
            .toList();
    assertThat(local.bot("GET", channel + "?limit=2", null).body().findValuesAsText("content"))
        .containsExactly("m4", "m3");
    assertThat(
            local
                .bot("GET", channel + "?limit=2&after=" + ids.get(1), null)
                .body()
                .findValuesAsText("content"))
        .containsExactly("m3", "m2");
    assertThat(
            local
                .bot("GET", channel + "?limit=2&before=" + ids.get(2), null)
                .body()
                .findValuesAsText("content"))
        .containsExactly("m1", "m0");
    assertThat(local.bot("DELETE", channel + "/" + ids.get(0), null).status()).isEqualTo(204);
    assertThat(local.bot("GET", channel + "/" + ids.get(0), null).body().path("code").asInt())
        .isEqualTo(10008);
    isFormError(local.bot("GET", channel + "?limit=101", null));
  }

  @Test
  void the_control_api_reports_errors() {
    assertThat(local.send("POST", "/sandbox/guilds/1/commands", Map.of("user", "x")).status())
        .isEqualTo(404);
    JsonNode unknown =
        local.control(
            "POST",
            "/guilds/" + InitialState.HOUSE + "/commands",
            Map.of("user", "Alice", "command", "x"));
    assertThat(unknown.path("error").asText())
        .as("Alice belongs to the other guild")
        .isEqualTo("unknown");
    assertThat(local.send("POST", "/sandbox/faults", Map.of("kind", "nonsense")).status())
        .isEqualTo(400);
    assertThat(local.send("POST", "/sandbox/faults", "kind=x").status()).isEqualTo(415);
    assertThat(local.send("PUT", "/sandbox/faults", Map.of()).status()).isEqualTo(405);
    assertThat(local.send("GET", "/sandbox/guilds", null, "Origin", "http://evil.example").status())
        .isEqualTo(403);
    assertThat(
            local
                .send(
                    "POST",
                    "/sandbox/guilds",
                    Map.of(
                        "name",
                        "x",
                        "members",
                        List.of(Map.of("name", "A", "roles", List.of("no")))))
                .status())
        .isEqualTo(404);
  }

  @Test
  void a_guild_created_by_a_test_is_available_to_rest_and_oauth() {
    JsonNode created =
        local.control(
            "POST",
            "/guilds",
            Map.of(
                "id", "1100000000000000077",
                "name", "Boat",
                "roles",
                    List.of(
                        Map.of("id", "1300000000000000077", "name", "crew", "permissions", "32")),
                "members",
                    List.of(
                        Map.of("id", "1200000000000000077", "name", "Kees", "owner", true),
                        Map.of(
                            "id",
                            "1200000000000000078",
                            "name",
                            "Ko",
                            "roles",
                            List.of("1300000000000000077"))),
                "channels", List.of(Map.of("id", "1400000000000000077", "name", "deck"))));
    assertThat(created.path("id").asText()).as("%s", created).isEqualTo("1100000000000000077");
    assertThat(
            local
                .bot("GET", "/guilds/1100000000000000077/members/1200000000000000078", null)
                .body()
                .path("roles")
                .path(0)
                .asText())
        .isEqualTo("1300000000000000077");
    assertThat(
            local
                .bot("GET", "/guilds/1100000000000000077/channels", null)
                .body()
                .at("/0/name")
                .asText())
        .isEqualTo("deck");
  }

  @Test
  void calls_are_logged_without_tokens() {
    local.bot(
        "POST",
        "/webhooks/" + InitialState.APPLICATION + "/very-secret-token",
        Map.of("content", "x"));
    JsonNode log = local.control("GET", "/requests?since=0", null);
    JsonNode last = log.get(log.size() - 1);
    assertThat(last.path("status").asInt()).isEqualTo(401);
    assertThat(last.path("method").asText()).isEqualTo("POST");
    assertThat(log.toString()).doesNotContain("very-secret-token");
    assertThat(local.control("GET", "/requests?since=" + last.path("seq").asText(), null))
        .isEmpty();
  }
}
