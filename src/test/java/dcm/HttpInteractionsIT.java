package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Interactions by HTTP, and the commands that manage the registered slash commands. */
@Execution(ExecutionMode.CONCURRENT)
class HttpInteractionsIT {
  @TempDir static Path data;
  private static NodeProcess node;
  private static SandboxClient discord;
  private static TestHttpClient control;

  @BeforeAll
  static void startNode() {
    node = NodeProcess.start(data, Map.of("DCM_DISCORD_INTERACTIONS", "http"));
    discord = new SandboxClient(node.discord());
    control = new TestHttpClient(node.discord());
    await("commands are registered")
        .atMost(Duration.ofSeconds(20))
        .until(() -> !discord.registeredCommands().isEmpty());
    // Discord validates the URL first: PONG, and 401 twice
    var address = node.dashboard() + "/discord/interactions";
    var taken =
        control.patch(
            "/sandbox/application", TestHttpClient.object("interactions_endpoint_url", address));
    assertThat(taken.status()).as(taken.raw().body()).isEqualTo(200);
  }

  @AfterAll
  static void stopNode() {
    node.close();
  }

  @Test
  void a_command_is_answered_in_the_response() {
    var response = create("badkamer");
    assertThat(response.at("/response/message").toString()).contains("badkamer");
    assertThat(control.get("/sandbox/requests").body().toString())
        .doesNotContain("/interactions/{interaction_id}/{interaction_token}/callback");
    var sanne = DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE);
    assertThat(sanne.tasks().toString()).contains("badkamer");
  }

  @Test
  void a_button_is_answered_in_the_response() {
    var response = create("keuken");
    var button =
        response.findValuesAsText("custom_id").stream()
            .filter(id -> id.contains("done"))
            .findFirst()
            .orElseThrow();
    var done =
        discord.click(response.at("/response/message/id").asText(), SandboxClient.SANNE, button);
    assertThat(done.toString()).contains("heeft **keuken**");
  }

  @Test
  void an_invalid_signature_is_rejected() {
    var refused =
        new TestHttpClient(node.dashboard())
            .post("/discord/interactions", TestHttpClient.object("type", 1));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body().at("/type").asText()).isEqualTo("/problems/not-signed");
  }

  @Test
  void an_operator_compares_removes_and_registers_the_commands() {
    assertThat(node.command("commands", "diff")).endsWith("exit 0");
    assertThat(node.command("commands", "register"))
        .contains("Nothing to register")
        .endsWith("exit 0");
    assertThat(node.command("commands", "remove")).contains("Removed").endsWith("exit 0");
    assertThat(discord.registeredCommands()).isEmpty();
    assertThat(node.command("commands", "diff"))
        .contains("+ task: not registered")
        .endsWith("exit 3");
    assertThat(node.command("commands", "register")).contains("Registered").endsWith("exit 0");
    assertThat(node.command("commands", "diff")).endsWith("exit 0");
  }

  private static com.fasterxml.jackson.databind.JsonNode create(String title) {
    return discord.command(
        SandboxClient.HOUSE, SandboxClient.SANNE, "task create", Map.of("title", title));
  }
}
