package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents point at is there. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)[^)]*\\)");

  @Test
  void every_link_leads_somewhere() {
    assertThat(documents().flatMap(DocumentsTest::broken)).as("links that lead nowhere").isEmpty();
  }

  @Test
  void the_architecture_document_links_every_module() throws IOException {
    var text = Files.readString(Path.of("ARCHITECTURE.md"));
    try (var modules = Files.list(Path.of("src/main/java/dcm"))) {
      assertThat(
              modules
                  .filter(Files::isDirectory)
                  .map(module -> "(src/main/java/dcm/" + module.getFileName()))
          .allMatch(text::contains, "a link into the room");
    }
  }

  @Test
  void ci_runs_what_the_readme_says() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("\nmvn verify\n");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn -B verify");
  }

  private static Stream<Path> documents() {
    try (var top = Files.list(Path.of("."));
        var docs = Files.walk(Path.of("docs"))) {
      return Stream.concat(top, docs)
          .filter(path -> path.toString().endsWith(".md"))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> broken(Path document) {
    try {
      var folder = document.toAbsolutePath().getParent();
      List<String> links =
          LINK.matcher(Files.readString(document)).results().map(found -> found.group(1)).toList();
      return links.stream()
          .filter(link -> !Files.exists(folder.resolve(link)))
          .map(link -> document + " → " + link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
