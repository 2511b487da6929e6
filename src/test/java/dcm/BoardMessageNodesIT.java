package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Board messages of guilds on two nodes that are killed, stopped and started again. */
@Execution(ExecutionMode.CONCURRENT)
class BoardMessageNodesIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Map<String, String> OWNERS =
      Map.of(SandboxClient.HOUSE, SandboxClient.SANNE, SandboxClient.CLUB, SandboxClient.ALICE);
  private static final Map<String, String> CHANNELS =
      Map.of(SandboxClient.HOUSE, "1400000000000000901", SandboxClient.CLUB, "1400000000000000902");

  @TempDir Path directory;

  @Test
  void a_guild_has_one_board_message_which_every_node_edits() throws Exception {
    try (var services = SharedServices.in(directory);
        var first = services.node("first", Map.of());
        var second = services.node("second", Map.of())) {
      first.launchAsync();
      second.launchAsync();
      first.awaitReady();
      second.awaitReady();
      var sandbox = services.sandbox();
      OWNERS.forEach((guild, owner) -> {
        sandbox.createChannel(guild, CHANNELS.get(guild), "board");
        await()
            .atMost(TIMEOUT)
            .until(() ->
                sandbox
                    .command(guild, owner, "board post", Map.of("channel", CHANNELS.get(guild)))
                    .has("response"));
      });
      var posted = new TreeMap<String, String>();
      OWNERS
          .keySet()
          .forEach(guild -> {
            addTask(first, guild, "both nodes");
            posted.put(guild, awaitMessage(sandbox, guild, "both nodes").get("id").textValue());
          });

      first.kill();
      assertEdited(second, sandbox, "first killed", posted);
      first.launch();
      second.terminate();
      assertEdited(first, sandbox, "second stopped", posted);
      first.terminate();
      second.launchAsync();
      first.launchAsync();
      Stream.of(first, second).forEach(NodeProcess::awaitReady);
      assertEdited(second, sandbox, "both started", posted);
    }
  }

  private static void assertEdited(
      NodeProcess node, SandboxClient sandbox, String title, Map<String, String> posted) {
    posted.forEach((guild, message) -> {
      addTask(node, guild, title);
      assertThat(awaitMessage(sandbox, guild, title).get("id").textValue())
          .as("the message that is edited")
          .isEqualTo(message);
      assertThat(messages(sandbox, guild)).hasSize(1);
    });
  }

  /** Retried while the guild moves. */
  private static void addTask(NodeProcess node, String guild, String title) {
    var client = DashboardClient.logIn(node, OWNERS.get(guild), guild);
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(() -> client.post("tasks", TestHttpClient.object("title", title)).status() == 201);
  }

  private static JsonNode awaitMessage(SandboxClient sandbox, String guild, String text) {
    return await()
        .atMost(TIMEOUT)
        .until(
            () ->
                messages(sandbox, guild).stream()
                    .filter(message -> message.toString().contains("**" + text + "**"))
                    .findAny()
                    .orElse(null),
            Objects::nonNull);
  }

  private static List<JsonNode> messages(SandboxClient sandbox, String guild) {
    // the replies to the command are in another channel
    return sandbox.channelMessages(CHANNELS.get(guild));
  }
}
