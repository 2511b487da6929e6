package dcm.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interaction is answered once, in time, with what fits it; then for 15 minutes more. */
class InteractionIT {
  @TempDir Path data;
  private LocalSandbox local;
  private RawGateway gateway;

  @BeforeEach
  void open() {
    local = new LocalSandbox(data);
    LocalSandbox.Said registered =
        local.bot(
            "PUT",
            "/applications/" + Seed.APPLICATION + "/commands",
            List.of(
                Map.of("name", "ping", "description", "d"),
                Map.of("name", "boss", "description", "d", "default_member_permissions", "32")));
    assertThat(registered.status()).as("%s", registered.body()).isEqualTo(200);
    gateway = new RawGateway(local);
    gateway.identify();
    gateway.event("READY");
  }

  @AfterEach
  void shut() {
    local.close();
  }

  /** Somebody types a command; what they will see, and what the bot is told. */
  private record Typed(
      CompletableFuture<JsonNode> seen, JsonNode told, String callback, String webhook) {}

  private Typed type(String user) {
    var seen = CompletableFuture.supplyAsync(() -> local.command(user, "ping", Map.of()));
    JsonNode told = gateway.event("INTERACTION_CREATE").path("d");
    String token = told.path("token").asText();
    return new Typed(
        seen,
        told,
        "/interactions/" + told.path("id").asText() + "/" + token + "/callback",
        "/webhooks/" + Seed.APPLICATION + "/" + token);
  }

  private static Map<String, Object> answer(int type, Object... data) {
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
    Typed typed = type(Seed.SANNE);
    assertThat(code("POST", typed.webhook(), Map.of("content", "early"))).isEqualTo(10015);
    assertThat(local.bot("POST", typed.callback(), answer(4, "content", "one")).status())
        .isEqualTo(204);
    assertThat(code("POST", typed.callback(), answer(4, "content", "two"))).isEqualTo(40060);
    assertThat(LocalSandbox.wait(typed.seen()).at("/response/message/content").asText())
        .isEqualTo("one");
  }

  @Test
  void an_answer_after_three_seconds_is_10062() {
    Typed typed = type(Seed.SANNE);
    assertThat(LocalSandbox.wait(typed.seen()).path("error").asText()).isEqualTo("timeout");
    assertThat(code("POST", typed.callback(), answer(4, "content", "late"))).isEqualTo(10062);
  }

  @Test
  void an_answer_that_does_not_fit_is_refused_and_may_be_mended() {
    Typed typed = type(Seed.SANNE);
    assertThat(code("POST", typed.callback(), answer(7, "content", "x"))).isEqualTo(50035);
    assertThat(code("POST", typed.callback(), answer(4, "content", ""))).isEqualTo(50006);
    assertThat(code("POST", typed.callback(), answer(9, "custom_id", "m", "title", "t")))
        .isEqualTo(50035);
    assertThat(local.bot("POST", typed.callback(), answer(4, "content", "x")).status())
        .isEqualTo(204);
  }

  @Test
  void a_deferred_answer_is_filled_by_the_first_follow_up_also_after_a_restart() {
    Typed typed = type(Seed.SANNE);
    local.bot("POST", typed.callback(), answer(5, "flags", 64));
    JsonNode filled = local.bot("POST", typed.webhook(), Map.of("content", "now")).body();
    JsonNode seen = LocalSandbox.wait(typed.seen()).at("/response/message");
    assertThat(seen.path("content").asText()).isEqualTo("now");
    assertThat(seen.path("id")).isEqualTo(filled.path("id"));
    assertThat(seen.path("visible_to").asText()).isEqualTo(Seed.SANNE);
    assertThat(
            code(
                "GET",
                "/channels/" + Seed.ALGEMEEN + "/messages/" + filled.path("id").asText(),
                null))
        .as("nobody else reads it")
        .isEqualTo(10008);
    assertThat(
            local.control(
                "GET", "/channels/" + Seed.ALGEMEEN + "/messages?user=" + Seed.MILAN, null))
        .isEmpty();

    local.restart();
    assertThat(
            local
                .bot("PATCH", typed.webhook() + "/messages/@original", Map.of("content", "later"))
                .status())
        .isEqualTo(200);
    assertThat(
            local
                .control("GET", "/channels/" + Seed.ALGEMEEN + "/messages", null)
                .at("/0/content")
                .asText())
        .isEqualTo("later");
    assertThat(local.bot("DELETE", typed.webhook() + "/messages/@original", null).status())
        .isEqualTo(204);
    assertThat(code("GET", typed.webhook() + "/messages/@original", null)).isEqualTo(10008);
  }

  @Test
  void what_the_bot_is_told_names_the_person_with_all_permissions() {
    Typed typed = type(Seed.SANNE);
    local.bot("POST", typed.callback(), answer(4, "content", "x"));
    assertThat(typed.told().at("/member/permissions").asText())
        .isEqualTo(Long.toString(Permissions.ALL));
    assertThat(typed.told().path("locale").asText()).isEqualTo("nl");
    Typed other = type(Seed.DAAN);
    local.bot("POST", other.callback(), answer(4, "content", "x"));
    assertThat(other.told().at("/member/permissions").asText())
        .isEqualTo(Long.toString(Permissions.EVERYONE));
    assertThat(other.told().at("/member/roles/0").asText()).isEqualTo(Seed.HUISGENOOT);
  }

  @Test
  void a_command_for_managers_is_not_there_for_others() {
    assertThat(local.command(Seed.DAAN, "boss", Map.of()).path("error").asText())
        .isEqualTo("forbidden");
  }

  @Test
  void a_button_in_a_direct_message_is_pressed_without_a_guild() {
    String dm =
        local
            .bot("POST", "/users/@me/channels", Map.of("recipient_id", Seed.NOOR))
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
    RawGateway again = new RawGateway(local);
    again.identify();
    var seen = CompletableFuture.supplyAsync(() -> local.click(message, Seed.NOOR, "d"));
    JsonNode told = again.event("INTERACTION_CREATE").path("d");
    assertThat(told.has("guild_id")).isFalse();
    assertThat(told.at("/user/id").asText()).isEqualTo(Seed.NOOR);
    assertThat(told.at("/message/id").asText()).isEqualTo(message);
    local.bot(
        "POST",
        "/interactions/"
            + told.path("id").asText()
            + "/"
            + told.path("token").asText()
            + "/callback",
        answer(7, "content", "done", "components", List.of()));
    assertThat(LocalSandbox.wait(seen).at("/response/message/content").asText()).isEqualTo("done");
    assertThat(local.click(message, Seed.MILAN, "d").path("error").asText()).isEqualTo("forbidden");
    assertThat(local.control("GET", "/users/" + Seed.NOOR + "/messages", null)).hasSize(1);
  }
}
