package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A node process that is killed with SIGKILL, while Discord keeps running. */
@Execution(ExecutionMode.CONCURRENT)
class GatewayCrashIT {
  /** {@code -Ddcm.test.kills=20} for the long run. */
  private static final int KILLS = Integer.getInteger("dcm.test.kills", 2);

  private ActorTestKit kit;
  private Sandbox sandbox;
  private NodeProcess node;

  @BeforeEach
  void open(@TempDir Path data) throws Exception {
    kit =
        ActorTestKit.create(
            "discord",
            ConfigFactory.parseString(
                    "pekko.actor.provider = local, pekko.coordinated-shutdown.exit-jvm = off")
                .withFallback(ConfigFactory.load()));
    var here = Files.createDirectories(data.resolve("discord"));
    sandbox =
        Sandbox.open(kit.system(), new SandboxSettings(true, 0, here, null, List.of(), 1000))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    node =
        NodeProcess.start(
            Files.createDirectories(data.resolve("node")),
            Map.of(
                "DCM_SANDBOX_PORT", "off",
                "DCM_DISCORD_URL", sandbox.url().toString(),
                "DCM_DISCORD_TOKEN", sandbox.botToken(),
                "DCM_DISCORD_CLIENT_ID", sandbox.clientId(),
                "DCM_DISCORD_CLIENT_SECRET", sandbox.clientSecret()));
  }

  @AfterEach
  void close() throws Exception {
    node.close();
    sandbox.close().toCompletableFuture().get(20, TimeUnit.SECONDS);
    kit.shutdownTestKit();
  }

  @Test
  void a_node_that_is_killed_repeatedly_identifies_once() {
    answers();
    for (int kill = 0; kill < KILLS; kill++) {
      node.kill();
      node.launch();
      answers();
      assertThat(node.log()).contains("resumed its Discord session");
      assertThat(node.log()).doesNotContain("logged in to Discord");
    }
  }

  private void answers() {
    var discord = new SandboxClient(sandbox.url());
    await("the bot responds")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() ->
            discord
                .command(SandboxClient.HOUSE, SandboxClient.SANNE, "help", Map.of())
                .at("/response/message/content")
                .asText()
                .contains("Taken van deze server"));
  }
}
