package dcm.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The dashboard's source files. */
final class WebFiles {
  static final Path ROOT = Path.of("src/main/resources/web");
  private static final Pattern ENTRY = Pattern.compile("(?m)^  '([^']+)': (?:'(.*)'|\"(.*)\"),$");

  private WebFiles() {}

  static String read(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The modules that the page loads, including the dictionaries. */
  static List<Path> modules() {
    try (Stream<Path> files = Files.walk(ROOT.resolve("js"))) {
      return files.filter(file -> file.toString().endsWith(".js")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String index() {
    return read(ROOT.resolve("index.html"));
  }

  /** Texts by key. */
  static Map<String, String> dictionary(String language) {
    var words = new TreeMap<String, String>();
    for (var entry : all(ENTRY, read(ROOT.resolve("js/i18n/" + language + ".js")))) {
      var text = entry.group(2) == null ? entry.group(3) : entry.group(2);
      if (words.put(entry.group(1), text) != null) {
        throw new AssertionError(entry.group(1) + " is there twice in " + language);
      }
    }
    return words;
  }

  static List<MatchResult> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }
}
