package dcm;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that every source is formatted with google-java-format. Spotless checks the same, but only
 * where Maven itself runs on JDK 21 or later. {@code mvn spotless:apply} formats the sources.
 */
class FormatTest {
  private static final JavaFormatterOptions GOOGLE = JavaFormatterOptions.defaultOptions();

  @Test
  void every_source_is_formatted() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src"))) {
      List<Path> off =
          sources.filter(p -> p.toString().endsWith(".java")).toList().parallelStream()
              .filter(this::off)
              .toList();
      assertThat(off).as("not formatted").isEmpty();
    }
  }

  private boolean off(Path source) {
    try {
      String text = Files.readString(source);
      String tidy = RemoveUnusedImports.removeUnusedImports(text);
      tidy = ImportOrderer.reorderImports(tidy, GOOGLE.style());
      return !new Formatter(GOOGLE).formatSource(tidy).equals(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new AssertionError(source + " cannot be read as Java", e);
    }
  }
}
