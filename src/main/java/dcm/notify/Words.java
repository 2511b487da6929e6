package dcm.notify;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of one language, from {@code notify/<tag>.properties}, with {@code {name}}s in them.
 */
final class Words {
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");
  private static final Map<Language, Words> ALL =
      Map.of(Language.EN, load(Language.EN), Language.NL, load(Language.NL));

  private final Properties words;

  private Words(Properties words) {
    this.words = words;
  }

  static Words in(Language language) {
    return ALL.get(language);
  }

  /** What is not among the values stays as it is. */
  String say(String key, Map<String, String> values) {
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no words for " + key);
    }
    return fill(text, name -> values.getOrDefault(name, "{" + name + "}"));
  }

  String say(String key) {
    return say(key, Map.of());
  }

  Set<String> keys() {
    return words.stringPropertyNames();
  }

  /** Fills in names once: what comes in is not looked at again. */
  static String fill(String text, UnaryOperator<String> value) {
    return NAME.matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(value.apply(name.group(1))));
  }

  private static Words load(Language language) {
    String file = "/notify/" + language.tag() + ".properties";
    try (var in = Words.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing");
      }
      var words = new Properties();
      words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new Words(words);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
