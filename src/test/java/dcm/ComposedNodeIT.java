package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dcm.cli.NodeCommand;
import dcm.embedded.EmbeddedRedis;
import dcm.journal.jdbc.TestDatabase;
import dcm.node.Await;
import dcm.sandbox.Sandbox;
import dcm.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A node with the environment of compose.yaml, except for addresses, becomes ready, and the image's
 * health check reports it. Needs no Docker engine.
 */
class ComposedNodeIT {
  private static final Duration UNTIL_READY = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final TestDatabase database = TestDatabase.fresh();
  private ActorSystem<Void> discord;
  private Sandbox sandbox;
  private EmbeddedRedis redis;
  private Map<String, String> environment;
  private Process node;

  @BeforeEach
  void open() throws IOException {
    discord =
        ActorSystem.create(
            Behaviors.empty(),
            "discord",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ConfigFactory.load()));
    sandbox =
        Await.result(
            Sandbox.open(discord, new SandboxSettings(true, 0, folder, null, List.of(), 10)));
    redis = EmbeddedRedis.start(folder);
    environment = environment();
    node = start();
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    node.destroy();
    if (!node.waitFor(60, TimeUnit.SECONDS)) {
      node.destroyForcibly();
    }
    redis.close();
    discord.terminate();
    Await.result(discord.getWhenTerminated());
  }

  @Test
  void it_becomes_ready_and_the_images_health_check_reports_it() {
    await("ready")
        .atMost(UNTIL_READY)
        .failFast(() -> {
          if (!node.isAlive()) {
            throw new AssertionError(Files.readString(folder.resolve("node.log")));
          }
        })
        .until(() -> health(port("DCM_MANAGEMENT_PORT")) == 0);
    assertThat(
            new TestHttpClient(URI.create("http://127.0.0.1:" + port("DCM_HTTP_PORT")))
                .get("/openapi.yaml"))
        .extracting(TestHttpClient.Response::status)
        .isEqualTo(200);
    assertThat(health(Integer.toString(freePort()))).as("an unused port").isNotZero();
  }

  private String port(String variable) {
    return environment.get(variable);
  }

  private int health(String port) {
    var check = new ProcessBuilder("bash", "docker/ready").redirectErrorStream(true);
    check.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    check.environment().put("DCM_MANAGEMENT_PORT", port);
    try {
      return check.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The environment of node1, with the addresses of this test's servers. */
  private Map<String, String> environment() throws IOException {
    var certificates = folder.resolve("certificates");
    assertThat(
            new CommandLine(new NodeCommand())
                .setOut(new PrintWriter(Writer.nullWriter()))
                .execute("certificates", certificates.toString(), "--host", "127.0.0.1"))
        .isZero();
    var secrets =
        Map.of(
            "dcm-secret", "a secret that is long enough for a master key",
            "db-password", database.program().password(),
            "db-owner-password", database.owner().password(),
            "redis-url", redis.url(),
            "discord-token", sandbox.botToken(),
            "discord-client-id", sandbox.clientId(),
            "discord-client-secret", sandbox.clientSecret());
    for (var secret : secrets.entrySet()) {
      Files.writeString(folder.resolve(secret.getKey()), secret.getValue());
    }
    var variables = new TreeMap<String, String>();
    for (var variable : ComposeTest.service("node1").get("environment").properties()) {
      variables.put(
          variable.getKey(),
          variable
              .getValue()
              .asText()
              .replaceFirst("^\\$\\{[A-Z_]+:-(.*)}$", "$1")
              .replace("/run/secrets", folder.toString()));
    }
    variables.put("DCM_DB_URL", database.url());
    variables.put("DCM_DISCORD_URL", sandbox.url().toString());
    variables.put("DCM_CLUSTER_HOST", "127.0.0.1");
    variables.put("DCM_CLUSTER_TLS_DIRECTORY", certificates.resolve("127.0.0.1").toString());
    for (var port : List.of("DCM_HTTP_PORT", "DCM_CLUSTER_PORT", "DCM_MANAGEMENT_PORT")) {
      variables.put(port, Integer.toString(freePort()));
    }
    return variables;
  }

  private Process start() throws IOException {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dcm.Main")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("DCM_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
