package dcm.discord.text;

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
public final class MessageBundle {
  private static final Map<DiscordLanguage, Properties> BUNDLES = load();

  private final Properties messages;
  private final DiscordLanguage language;

  private MessageBundle(DiscordLanguage language) {
    this.language = language;
    this.messages = BUNDLES.get(language);
  }

  public static MessageBundle of(DiscordLanguage language) {
    return new MessageBundle(language);
  }

  public DiscordLanguage language() {
    return language;
  }

  /**
   * @throws IllegalArgumentException when there is no such text
   */
  public String format(String key, Object... args) {
    String text = messages.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no message " + key + " in " + language);
    }
    for (int i = 0; i < args.length; i++) {
      // a filled-in text may itself hold {1}: it is hidden until all are in
      text = text.replace("{" + i + "}", String.valueOf(args[i]).replace("{", "{\u0000"));
    }
    return text.replace("{\u0000", "{");
  }

  /** As {@link #format}, for keys that come from elsewhere; null when there is no such text. */
  public @Nullable String find(String key) {
    return messages.getProperty(key);
  }

  static Set<String> keys(DiscordLanguage language) {
    return BUNDLES.get(language).stringPropertyNames();
  }

  private static Map<DiscordLanguage, Properties> load() {
    var bundles = new EnumMap<DiscordLanguage, Properties>(DiscordLanguage.class);
    for (var language : DiscordLanguage.values()) {
      String file = "/discord/" + language.tag() + ".properties";
      var messages = new Properties();
      try (var input = MessageBundle.class.getResourceAsStream(file)) {
        if (input == null) {
          throw new IllegalStateException(file + " is missing");
        }
        messages.load(new InputStreamReader(input, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      bundles.put(language, messages);
    }
    return bundles;
  }
}
