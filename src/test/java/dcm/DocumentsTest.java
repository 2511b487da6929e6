package dcm;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links, type names and forms in the documents. */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern TYPE_NAME = Pattern.compile("(?:[A-Z][a-z0-9]+){2,}|[A-Za-z0-9]+IT");
  private static final Pattern SOURCE_PATH = Pattern.compile("[a-z]+(?:/[a-z]+)*/[A-Z]\\w+");
  private static final Pattern MODULE_ROW =
      Pattern.compile("(?m)^\\| \\[(\\w+)]\\(src/main/java/dcm/.*\\| ([^|]+) \\|$");
  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

  /** Names of libraries and of Java's options. */
  private static final Set<String> FOREIGN_TYPES =
      Set.of("EventSourcedBehavior", "ShardedDaemonProcess", "TieredStopAtLevel");

  private static final List<String> ADR_SECTIONS =
      List.of("Context", "Decision", "Consequences", "Alternatives considered", "Verified by");

  @Test
  void every_link_leads_somewhere() {
    assertThat(documents().flatMap(DocumentsTest::broken)).as("links that lead nowhere").isEmpty();
  }

  @Test
  void every_type_that_a_document_names_exists() {
    var declared =
        Stream.of("src/main/java", "src/test/java", "src/e2e/java")
            .flatMap(root -> files(Path.of(root), ".java"))
            .flatMap(file -> DECLARATION.matcher(read(file)).results())
            .map(declaration -> declaration.group(1))
            .collect(toSet());
    assertThat(
            documents()
                .flatMap(document -> CODE.matcher(read(document)).results())
                .map(code -> code.group(1).replaceFirst("[.(].*", ""))
                .filter(code -> TYPE_NAME.matcher(code).matches())
                .filter(name -> !declared.contains(name) && !FOREIGN_TYPES.contains(name)))
        .as("types that do not exist")
        .isEmpty();
  }

  @Test
  void every_source_file_that_the_contributors_guide_names_exists() {
    assertThat(
            CODE.matcher(read(Path.of("CONTRIBUTING.md")))
                .results()
                .map(code -> code.group(1))
                .filter(code -> SOURCE_PATH.matcher(code).matches())
                .filter(path -> !Files.exists(Path.of("src/main/java/dcm", path + ".java"))))
        .as("source files that do not exist")
        .isEmpty();
  }

  @Test
  void every_decision_has_the_same_form_and_is_listed() {
    var index = read(Path.of("docs/adr/README.md"));
    assertThat(files(Path.of("docs/adr"), ".md"))
        .filteredOn(file -> !file.endsWith("README.md"))
        .allSatisfy(file -> {
          var text = read(file);
          var number = file.getFileName().toString().substring(0, 4);
          assertThat(text)
              .startsWith("# " + number + " ")
              .containsPattern("(?m)^- Status: (accepted|superseded)")
              .containsPattern("(?m)^- Date: \\d{4}-\\d{2}-\\d{2}$");
          assertThat(HEADING.matcher(text).results().skip(1).map(heading -> heading.group(1)))
              .containsExactlyElementsOf(ADR_SECTIONS);
          var title = text.lines().findFirst().orElseThrow().substring("# 0000 ".length());
          assertThat(index).contains("(" + file.getFileName() + ") | " + title + " |");
        });
  }

  @Test
  void the_architecture_document_links_every_module() throws IOException {
    var text = Files.readString(Path.of("ARCHITECTURE.md"));
    try (var modules = Files.list(Path.of("src/main/java/dcm"))) {
      assertThat(
              modules
                  .filter(Files::isDirectory)
                  .map(module -> "(src/main/java/dcm/" + module.getFileName()))
          .allMatch(text::contains, "a link to the module");
    }
  }

  @Test
  void the_architecture_document_shows_the_allowed_dependencies() {
    var shown = new LinkedHashMap<String, Set<String>>();
    MODULE_ROW
        .matcher(read(Path.of("ARCHITECTURE.md")))
        .results()
        .forEach(row ->
            shown.put(
                row.group(1),
                switch (row.group(2)) {
                  case "–" -> Set.of();
                  case "all of the above" -> Set.copyOf(shown.keySet());
                  case String modules -> Set.of(modules.split(", "));
                }));
    assertThat(shown).isEqualTo(ArchitectureTest.ALLOWED_DEPENDENCIES);
  }

  @Test
  void ci_runs_what_the_readme_says() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("\nmvn verify\n");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("mvn -B verify");
  }

  private static Stream<Path> documents() {
    try (var top = Files.list(Path.of("."))) {
      var own = top.filter(path -> path.toString().endsWith(".md")).toList().stream();
      return Stream.of(own, files(Path.of("docs"), ".md"), files(Path.of("cluster"), ".md"))
          .flatMap(paths -> paths);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path root, String ending) {
    try (var paths = Files.walk(root)) {
      return paths.filter(path -> path.toString().endsWith(ending)).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> broken(Path document) {
    var folder = document.toAbsolutePath().getParent();
    return LINK.matcher(read(document))
        .results()
        .filter(link -> {
          var target = link.group(1).isEmpty() ? document : folder.resolve(link.group(1));
          return !Files.exists(target)
              || (link.group(2) != null && !anchors(target).contains(link.group(2)));
        })
        .map(link -> document + " → " + link.group());
  }

  /** The anchors that GitHub and its like give to headings. */
  private static Set<String> anchors(Path document) {
    return HEADING
        .matcher(read(document))
        .results()
        .map(heading ->
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9 _-]", "")
                .replace(' ', '-'))
        .collect(toSet());
  }
}
