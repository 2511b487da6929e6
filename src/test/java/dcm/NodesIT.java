package dcm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two nodes with a shared database. {@link NodesUnderLoadIT} tests them under load. */
@Execution(ExecutionMode.CONCURRENT)
class NodesIT {
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private SharedServices services;
  private NodeProcess first;
  private NodeProcess second;

  @BeforeEach
  void start() {
    services = SharedServices.in(directory);
    first = services.node("first", Map.of());
    second = services.node("second", Map.of());
    first.launchAsync();
    second.launchAsync();
    first.awaitReady();
    second.awaitReady();
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    second.close();
    services.close();
  }

  @Test
  void a_node_paused_for_long_leaves_when_it_resumes() {
    var clients = clients(second);
    first.signal("STOP");
    for (var client : clients) {
      await().atMost(KILL_TIMEOUT.plusSeconds(10)).until(() -> created(client, "meanwhile"));
    }
    first.signal("CONT");
    await().atMost(LEAVE_TIMEOUT).until(() -> !first.isAlive());
    assertThat(first.exitCode()).isEqualTo(1);

    first.launch();
    clients(first).forEach(client -> assertThat(titles(client)).contains("meanwhile"));
  }

  @Test
  void a_node_with_another_secret_does_not_start_and_names_the_running_node() {
    var other = services.node("third", Map.of("DCM_SECRET", "z".repeat(40)));
    other.launchAsync();
    try {
      await().atMost(LEAVE_TIMEOUT).until(() -> !other.isAlive());
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.log())
          .containsPattern("The node at pekko://dcm@127[.]0[.]0[.]1:\\d+ is alive with another")
          .doesNotContain("z".repeat(40));
      assertThat(first.isAlive() && second.isAlive()).isTrue();
    } finally {
      other.close();
    }
  }

  private static List<DashboardClient> clients(NodeProcess node) {
    return List.of(
        DashboardClient.logIn(node, SandboxClient.SANNE, SandboxClient.HOUSE),
        DashboardClient.logIn(node, SandboxClient.ALICE, SandboxClient.CLUB));
  }

  /** False when the guild is unreachable, or the outcome is unknown. */
  private static boolean created(DashboardClient client, String title) {
    try {
      return client.post("tasks", TestHttpClient.object("title", title)).status() == 201;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> titles(DashboardClient client) {
    Stream<JsonNode> tasks = StreamSupport.stream(client.tasks().spliterator(), false);
    return tasks.map(task -> task.get("title").textValue()).toList();
  }
}
