package dcm.discord.words;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that people read, from {@code discord/<language>.properties}. {@code {0}}, {@code {1}}
 * … are filled in as they are; user text must be escaped before.
 */
public final class Texts {
  private static final Map<Language, Properties> ALL = load();

  private final Properties words;
  private final Language language;

  private Texts(Language language) {
    this.language = language;
    this.words = ALL.get(language);
  }

  public static Texts in(Language language) {
    return new Texts(language);
  }

  public Language language() {
    return language;
  }

  /**
   * @throws IllegalArgumentException when there is no such text
   */
  public String say(String key, Object... fill) {
    String text = words.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no text " + key + " in " + language);
    }
    for (int i = 0; i < fill.length; i++) {
      // a filled-in text may itself hold {1}: it is hidden until all are in
      text = text.replace("{" + i + "}", String.valueOf(fill[i]).replace("{", "{\u0000"));
    }
    return text.replace("{\u0000", "{");
  }

  /** As {@link #say}, for keys that come from elsewhere; null when there is no such text. */
  public @Nullable String find(String key) {
    return words.getProperty(key);
  }

  static Set<String> keys(Language language) {
    return ALL.get(language).stringPropertyNames();
  }

  private static Map<Language, Properties> load() {
    var all = new EnumMap<Language, Properties>(Language.class);
    for (var language : Language.values()) {
      String file = "/discord/" + language.tag() + ".properties";
      var words = new Properties();
      try (var in = Texts.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException(file + " is missing");
        }
        words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      all.put(language, words);
    }
    return all;
  }
}
