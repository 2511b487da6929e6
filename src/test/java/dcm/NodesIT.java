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

/**
 * Two processes that share a database are one DCM, and one of them is enough. What people notice
 * when nodes die is in {@link NodesUnderLoadIT}.
 */
@Execution(ExecutionMode.CONCURRENT)
class NodesIT {
  private static final Duration AFTER_A_KILL = Duration.ofSeconds(30);
  private static final Duration UNTIL_IT_LEFT = Duration.ofSeconds(60);

  @TempDir Path directory;
  private Ground ground;
  private NodeProcess first;
  private NodeProcess second;

  @BeforeEach
  void start() {
    ground = Ground.in(directory);
    first = ground.node("first", Map.of());
    second = ground.node("second", Map.of());
    first.begin();
    second.begin();
    first.untilReady();
    second.untilReady();
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    second.close();
    ground.close();
  }

  @Test
  void one_that_was_stopped_for_long_leaves_by_itself_when_it_wakes() {
    var people = people(second);
    first.signal("STOP");
    for (var mate : people) {
      await().atMost(AFTER_A_KILL.plusSeconds(10)).until(() -> created(mate, "meanwhile"));
    }
    first.signal("CONT");
    await().atMost(UNTIL_IT_LEFT).until(() -> !first.isAlive());
    assertThat(first.exitCode()).isEqualTo(1);

    first.launch();
    people(first).forEach(mate -> assertThat(titles(mate)).contains("meanwhile"));
  }

  @Test
  void one_with_another_secret_does_not_start_and_names_the_node_that_runs() {
    var other = ground.node("third", Map.of("DCM_SECRET", "z".repeat(40)));
    other.begin();
    try {
      await().atMost(UNTIL_IT_LEFT).until(() -> !other.isAlive());
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.said())
          .containsPattern("The node at pekko://dcm@127[.]0[.]0[.]1:\\d+ is alive with another")
          .doesNotContain("z".repeat(40));
      assertThat(first.isAlive() && second.isAlive()).isTrue();
    } finally {
      other.close();
    }
  }

  private static List<Housemate> people(NodeProcess node) {
    return List.of(
        Housemate.logIn(node, LocalDiscord.SANNE, LocalDiscord.HOUSE),
        Housemate.logIn(node, LocalDiscord.ALICE, LocalDiscord.CLUB));
  }

  /** False when the guild cannot be reached yet, or nobody knows. */
  private static boolean created(Housemate mate, String title) {
    try {
      return mate.post("tasks", Web.object("title", title)).status() == 201;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static List<String> titles(Housemate mate) {
    Stream<JsonNode> tasks = StreamSupport.stream(mate.tasks().spliterator(), false);
    return tasks.map(task -> task.get("title").textValue()).toList();
  }
}
