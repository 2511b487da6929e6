package dcm.sandbox.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.sandbox.LocalSandbox;
import dcm.sandbox.gateway.RawGatewayClient;
import dcm.sandbox.store.InitialState;
import dcm.sandbox.store.SandboxPermissions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The initial response of an interaction, its deadline and type, and follow-up messages. */
class InteractionLifecycleIT {
  @TempDir Path data;
  private LocalSandbox local;
  private RawGatewayClient gateway;

  @BeforeEach
  void open() {
    local = new LocalSandbox(data);
    LocalSandbox.Response registered =
        local.bot(
            "PUT",
            "/applications/" + InitialState.APPLICATION + "/commands",
            List.of(
                Map.of("name", "ping", "description", "d"),
                Map.of("name", "boss", "description", "d", "default_member_permissions", "32")));
    assertThat(registered.status()).as("%s", registered.body()).isEqualTo(200);
    gateway = new RawGatewayClient(local);
    gateway.identify();
    gateway.nextEvent("READY");
  }

  @AfterEach
  void close() {
    local.close();
  }

  /** A user's command: the response that is visible, and the event that the bot receives. */
  private record TypedCommand(
      CompletableFuture<JsonNode> outcome, JsonNode event, String callback, String webhook) {}

  private TypedCommand typeCommand(String user) {
    var outcome = CompletableFuture.supplyAsync(() -> local.command(user, "ping", Map.of()));
    JsonNode event = gateway.nextEvent("INTERACTION_CREATE").path("d");
    String token = event.path("token").asText();
    return new TypedCommand(
        outcome,
        event,
        "/interactions/" + event.path("id").asText() + "/" + token + "/callback",
        "/webhooks/" + InitialState.APPLICATION + "/" + token);
  }

  private static Map<String, Object> callback(int type, Object... data) {
    Map<String, Object> fields = new java.util.HashMap<>();
    for (int i = 0; i < data.length; i += 2) {
      fields.put((String) data[i], data[i + 1]);
    }
    return Map.of("type", type, "data", fields);
  }

  private int code(String method, String path, Object body) {
    return local.bot(method, path, body).body().path("code").asInt();
  }

  @Test
  void a_second_answer_is_40060() {
    TypedCommand command = typeCommand(InitialState.SANNE);
    assertThat(code("POST", command.webhook(), Map.of("content", "early"))).isEqualTo(10015);
    assertThat(local.bot("POST", command.callback(), callback(4, "content", "one")).status())
        .isEqualTo(204);
    assertThat(code("POST", command.callback(), callback(4, "content", "two"))).isEqualTo(40060);
    assertThat(LocalSandbox.join(command.outcome()).at("/response/message/content").asText())
        .isEqualTo("one");
  }

  @Test
  void an_answer_after_three_seconds_is_10062() {
    TypedCommand command = typeCommand(InitialState.SANNE);
    assertThat(LocalSandbox.join(command.outcome()).path("error").asText()).isEqualTo("timeout");
    assertThat(code("POST", command.callback(), callback(4, "content", "late"))).isEqualTo(10062);
  }

  @Test
  void an_incompatible_response_is_rejected_and_can_be_corrected() {
    TypedCommand command = typeCommand(InitialState.SANNE);
    assertThat(code("POST", command.callback(), callback(7, "content", "x"))).isEqualTo(50035);
    assertThat(code("POST", command.callback(), callback(4, "content", ""))).isEqualTo(50006);
    assertThat(code("POST", command.callback(), callback(9, "custom_id", "m", "title", "t")))
        .isEqualTo(50035);
    assertThat(local.bot("POST", command.callback(), callback(4, "content", "x")).status())
        .isEqualTo(204);
  }

  @Test
  void a_deferred_response_is_filled_by_the_first_follow_up_also_after_a_restart() {
    TypedCommand command = typeCommand(InitialState.SANNE);
    local.bot("POST", command.callback(), callback(5, "flags", 64));
    JsonNode filled = local.bot("POST", command.webhook(), Map.of("content", "now")).body();
    JsonNode outcome = LocalSandbox.join(command.outcome()).at("/response/message");
    assertThat(outcome.path("content").asText()).isEqualTo("now");
    assertThat(outcome.path("id")).isEqualTo(filled.path("id"));
    assertThat(outcome.path("visible_to").asText()).isEqualTo(InitialState.SANNE);
    assertThat(
            code(
                "GET",
                "/channels/" + InitialState.ALGEMEEN + "/messages/" + filled.path("id").asText(),
                null))
        .as("not visible to other users")
        .isEqualTo(10008);
    assertThat(
            local.control(
                "GET",
                "/channels/" + InitialState.ALGEMEEN + "/messages?user=" + InitialState.MILAN,
                null))
        .isEmpty();

    local.restart();
    assertThat(
            local
                .bot("PATCH", command.webhook() + "/messages/@original", Map.of("content", "later"))
                .status())
        .isEqualTo(200);
    assertThat(
            local
                .control("GET", "/channels/" + InitialState.ALGEMEEN + "/messages", null)
                .at("/0/content")
                .asText())
        .isEqualTo("later");
    assertThat(local.bot("DELETE", command.webhook() + "/messages/@original", null).status())
        .isEqualTo(204);
    assertThat(code("GET", command.webhook() + "/messages/@original", null)).isEqualTo(10008);
  }

  @Test
  void the_interaction_event_names_the_user_with_all_permissions() {
    TypedCommand command = typeCommand(InitialState.SANNE);
    local.bot("POST", command.callback(), callback(4, "content", "x"));
    assertThat(command.event().at("/member/permissions").asText())
        .isEqualTo(Long.toString(SandboxPermissions.ALL));
    assertThat(command.event().path("locale").asText()).isEqualTo("nl");
    TypedCommand other = typeCommand(InitialState.DAAN);
    local.bot("POST", other.callback(), callback(4, "content", "x"));
    assertThat(other.event().at("/member/permissions").asText())
        .isEqualTo(Long.toString(SandboxPermissions.EVERYONE));
    assertThat(other.event().at("/member/roles/0").asText()).isEqualTo(InitialState.HUISGENOOT);
  }

  @Test
  void a_command_for_managers_is_hidden_from_others() {
    assertThat(local.command(InitialState.DAAN, "boss", Map.of()).path("error").asText())
        .isEqualTo("forbidden");
  }

  @Test
  void a_button_in_a_direct_message_has_no_guild() {
    String dm =
        local
            .bot("POST", "/users/@me/channels", Map.of("recipient_id", InitialState.NOOR))
            .body()
            .path("id")
            .asText();
    String message =
        local
            .bot(
                "POST",
                "/channels/" + dm + "/messages",
                Map.of(
                    "content",
                    "due",
                    "components",
                    List.of(
                        Map.of(
                            "type",
                            1,
                            "components",
                            List.of(
                                Map.of(
                                    "type", 2, "style", 3, "label", "Done", "custom_id", "d"))))))
            .body()
            .path("id")
            .asText();
    local.restart();
    RawGatewayClient second = new RawGatewayClient(local);
    second.identify();
    var outcome = CompletableFuture.supplyAsync(() -> local.click(message, InitialState.NOOR, "d"));
    JsonNode event = second.nextEvent("INTERACTION_CREATE").path("d");
    assertThat(event.has("guild_id")).isFalse();
    assertThat(event.at("/user/id").asText()).isEqualTo(InitialState.NOOR);
    assertThat(event.at("/message/id").asText()).isEqualTo(message);
    local.bot(
        "POST",
        "/interactions/"
            + event.path("id").asText()
            + "/"
            + event.path("token").asText()
            + "/callback",
        callback(7, "content", "done", "components", List.of()));
    assertThat(LocalSandbox.join(outcome).at("/response/message/content").asText())
        .isEqualTo("done");
    assertThat(local.click(message, InitialState.MILAN, "d").path("error").asText())
        .isEqualTo("forbidden");
    assertThat(local.control("GET", "/users/" + InitialState.NOOR + "/messages", null)).hasSize(1);
  }
}
