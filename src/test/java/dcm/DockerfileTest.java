package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks the Dockerfile, by the relevant rules of hadolint. */
class DockerfileTest {
  private static final Path FILE = ComposeTest.DOCKER.resolve("Dockerfile");

  private static final Pattern FROM = Pattern.compile("FROM (?<base>\\S+)( AS (?<name>\\S+))?");

  /** One instruction per line, without comments. */
  private static List<String> instructions() {
    try {
      var joined = Files.readString(FILE).replaceAll("(?m)^#.*\\n", "").replace("\\\n", "");
      return Arrays.stream(joined.split("\n", -1)).filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The instructions of the final image: the last stage, after the stages that it is based on. */
  private static List<String> image() {
    var stages = new LinkedHashMap<String, List<String>>();
    var current = new ArrayList<String>();
    for (var line : instructions()) {
      var from = FROM.matcher(line);
      if (from.matches()) {
        current = new ArrayList<>(stages.getOrDefault(from.group("base"), List.of()));
        stages.put(from.group("name") == null ? "" : from.group("name"), current);
      } else {
        current.add(line);
      }
    }
    return current;
  }

  @Test
  void base_images_are_pinned() {
    assertThat(instructions())
        .filteredOn(line -> line.startsWith("FROM ") && !line.matches("FROM node( AS [a-z]+)?"))
        .hasSize(2)
        .allMatch(line -> line.matches("FROM [a-z/]+:\\d+\\.\\d+\\S*( AS [a-z]+)?"));
  }

  @Test
  void the_process_is_not_root_and_receives_signals() {
    assertThat(image())
        .filteredOn(line -> line.startsWith("USER "))
        .last()
        .asString()
        .matches("USER [1-9]\\d+:[1-9]\\d+");
    assertThat(image())
        .filteredOn(line -> line.matches("(ENTRYPOINT|CMD|HEALTHCHECK).*"))
        .as("signals are not intercepted by a shell")
        .allMatch(line -> line.contains("[\"/"));
  }

  @Test
  void the_aot_cache_is_created_from_the_final_jar() {
    var cache = "/opt/dcm/dcm.aot";
    assertThat(instructions())
        .anyMatch(line -> line.startsWith("RUN [") && line.endsWith("\"aot-train\"]"))
        .anyMatch(line -> line.matches("COPY --from=aot \\S+ " + cache));
    assertThat(image())
        .filteredOn(line -> line.startsWith("ENTRYPOINT"))
        .allMatch(line -> line.contains("\"-XX:AOTCache=" + cache + "\""));
    assertThat(instructions())
        .filteredOn(line -> line.contains("/opt/java/bin/java"))
        .hasSize(2)
        .as("a cache made with another layout of objects is ignored")
        .allMatch(line -> line.contains("\"-XX:+UseCompactObjectHeaders\""))
        .allMatch(line -> line.contains("\"-jar\", \"/opt/dcm/dcm.jar\""));
  }

  @Test
  void libraries_are_a_layer_before_the_sources() {
    var all = instructions();
    assertThat(all.indexOf("COPY pom.xml ./")).isLessThan(all.indexOf("COPY src src")).isPositive();
  }

  @Test
  void nothing_is_downloaded_and_no_secret_is_built_in() {
    assertThat(instructions())
        .noneMatch(line -> line.startsWith("ADD "))
        .noneMatch(line -> line.matches(".*\\b(curl|wget|sudo|apt-get)\\b.*"))
        .noneMatch(line -> line.matches("(ENV|ARG) .*(PASSWORD|SECRET|TOKEN).*"));
  }

  @Test
  void the_exposed_ports_are_those_of_the_nodes() {
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
  void copied_files_exist_and_are_not_ignored() throws IOException {
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
