package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every variable that is set in docker/ or cluster/ is read by the program and documented. */
class DeployedEnvironmentTest {
  private static final Pattern VARIABLE = Pattern.compile("\\bDCM_[A-Z_]*[A-Z]\\b");

  private static Set<String> in(Path file) {
    try {
      var found = new TreeSet<String>();
      VARIABLE
          .matcher(Files.readString(file))
          .results()
          .forEach(it -> found.add(it.group().replaceFirst("_FILE$", "")));
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> used() {
    var used = new TreeSet<String>();
    Stream.of(Path.of("docker"), Path.of("cluster"))
        .flatMap(folder -> Yaml.filesIn(folder).stream())
        .filter(file -> !file.startsWith(Path.of("cluster", "local")))
        .filter(file -> !file.startsWith(Path.of("docker", "secrets")))
        .forEach(file -> used.addAll(in(file)));
    return used;
  }

  @Test
  void the_program_reads_every_variable() {
    var read = new TreeSet<>(in(Path.of("src/main/resources/reference.conf")));
    read.addAll(in(Path.of("src/main/resources/application.conf")));
    read.addAll(in(Path.of("src/main/resources/logback.xml")));
    assertThat(used()).isNotEmpty().isSubsetOf(read);
  }

  @Test
  void the_readme_lists_every_one() throws IOException {
    try (var rows = Files.lines(Path.of("README.md"))) {
      var listed = new TreeSet<String>();
      rows.filter(row -> row.startsWith("| `DCM_"))
          .forEach(row -> VARIABLE.matcher(row).results().forEach(it -> listed.add(it.group())));
      assertThat(used()).isSubsetOf(listed);
    }
  }
}
