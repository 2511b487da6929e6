package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What hadolint would say of the Dockerfile, as far as it concerns us. */
class DockerfileTest {
  private static final Path FILE = ComposeTest.DOCKER.resolve("Dockerfile");

  /** One instruction a line: continuations joined, comments left out. */
  private static List<String> instructions() {
    try {
      var joined = Files.readString(FILE).replaceAll("(?m)^#.*\\n", "").replace("\\\n", "");
      return Arrays.stream(joined.split("\n", -1)).filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<String> lastStage() {
    var all = instructions();
    var last = 0;
    for (int i = 0; i < all.size(); i++) {
      last = all.get(i).startsWith("FROM ") ? i : last;
    }
    return all.subList(last, all.size());
  }

  @Test
  void base_images_are_pinned() {
    assertThat(instructions())
        .filteredOn(line -> line.startsWith("FROM "))
        .hasSize(2)
        .allMatch(line -> line.matches("FROM [a-z/]+:\\d+\\.\\d+\\S*( AS [a-z]+)?"));
  }

  @Test
  void the_process_is_not_root_and_gets_signals_itself() {
    assertThat(lastStage())
        .filteredOn(line -> line.startsWith("USER "))
        .last()
        .asString()
        .matches("USER [1-9]\\d+:[1-9]\\d+");
    assertThat(lastStage())
        .filteredOn(line -> line.matches("(ENTRYPOINT|CMD|HEALTHCHECK).*"))
        .as("no shell between Docker and the process")
        .allMatch(line -> line.contains("[\"/"));
  }

  @Test
  void libraries_are_a_layer_before_the_sources() {
    var all = instructions();
    assertThat(all.indexOf("COPY pom.xml ./")).isLessThan(all.indexOf("COPY src src")).isPositive();
  }

  @Test
  void nothing_is_fetched_by_hand_and_nothing_secret_is_built_in() {
    assertThat(instructions())
        .noneMatch(line -> line.startsWith("ADD "))
        .noneMatch(line -> line.matches(".*\\b(curl|wget|sudo|apt-get)\\b.*"))
        .noneMatch(line -> line.matches("(ENV|ARG) .*(PASSWORD|SECRET|TOKEN).*"));
  }

  @Test
  void the_image_is_the_one_that_the_nodes_run_and_its_ports_are_theirs() {
    var node = ComposeTest.COMPOSE.get("x-environment");
    assertThat(instructions())
        .contains(
            "EXPOSE %s %s %s"
                .formatted(
                    node.get("DCM_HTTP_PORT").asText(),
                    node.get("DCM_CLUSTER_PORT").asText(),
                    node.get("DCM_MANAGEMENT_PORT").asText()));
    assertThat(instructions()).anyMatch(line -> line.contains("target/dcm.jar"));
  }

  @Test
  void what_it_copies_is_there_and_not_ignored() throws IOException {
    var kept =
        Files.readAllLines(ComposeTest.DOCKER.resolve("Dockerfile.dockerignore")).stream()
            .filter(line -> line.startsWith("!"))
            .map(line -> line.substring(1))
            .toList();
    assertThat(kept).allMatch(path -> Files.exists(Path.of(path)));
    assertThat(kept).contains("pom.xml", "src/main", "docker/ready");
    assertThat(Files.isExecutable(ComposeTest.DOCKER.resolve("ready"))).isTrue();
  }
}
