package dcm.notify;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * User-visible texts of one module in one language, from {@code <module>/<language>.properties}.
 * Each text is an ICU message pattern: {@code {0}} or {@code {name}} is replaced by an argument as
 * it is, {@code {0, plural, one{…} other{…}}} chooses by number. Arguments are never read as
 * patterns; text that people typed has to be escaped for Discord before.
 */
public final class MessageBundle {
  private static final Map<String, MessageBundle> BUNDLES = new ConcurrentHashMap<>();

  /**
   * @param pluralArguments the names of the arguments that are formatted as numbers
   */
  private record Message(String pattern, Set<String> pluralArguments) {}

  private final MessageLanguage language;
  private final Map<String, Message> messages = new HashMap<>();

  private MessageBundle(String file, MessageLanguage language) {
    this.language = language;
    var texts = load(file);
    for (String key : texts.stringPropertyNames()) {
      messages.put(key, parse(file, key, texts.getProperty(key)));
    }
    // loads ICU's number data at start: it takes up to 0.5 s, too long within an interaction
    messages.values().stream()
        .filter(message -> !message.pluralArguments().isEmpty())
        .findAny()
        .ifPresent(message -> {
          var one = new HashMap<String, Object>();
          message.pluralArguments().forEach(name -> one.put(name, 1));
          format(message, one);
        });
  }

  /**
   * The texts of a module.
   *
   * @throws IllegalStateException when there are none, or one of them is not a message pattern
   */
  public static MessageBundle of(String module, MessageLanguage language) {
    return BUNDLES.computeIfAbsent(
        "/" + module + "/" + language.tag() + ".properties",
        file -> new MessageBundle(file, language));
  }

  public MessageLanguage language() {
    return language;
  }

  /**
   * The text with numbered arguments.
   *
   * @throws IllegalArgumentException when there is no text under this key
   */
  public String format(String key, Object... arguments) {
    var named = new HashMap<String, Object>();
    for (int i = 0; i < arguments.length; i++) {
      named.put(Integer.toString(i), arguments[i]);
    }
    return format(key, named);
  }

  /**
   * The text with named arguments. A name without a value stays as it is.
   *
   * @throws IllegalArgumentException when there is no text under this key
   */
  public String format(String key, Map<String, ?> arguments) {
    var message = messages.get(key);
    if (message == null) {
      throw new IllegalArgumentException("no message " + key + " in " + language);
    }
    var values = new HashMap<String, Object>();
    arguments.forEach((name, value) ->
        values.put(name, message.pluralArguments().contains(name) ? value : String.valueOf(value)));
    return format(message, values);
  }

  private String format(Message message, Map<String, Object> values) {
    return new MessageFormat(message.pattern(), language.locale()).format(values);
  }

  /** As {@link #format}, without arguments; null when there is no text under this key. */
  public @Nullable String find(String key) {
    return messages.containsKey(key) ? format(key) : null;
  }

  public Set<String> keys() {
    return Set.copyOf(messages.keySet());
  }

  private static Message parse(String file, String key, String text) {
    try {
      var pattern = new MessagePattern(text);
      var pluralArguments = new HashSet<String>();
      for (int i = 0; i < pattern.countParts(); i++) {
        if (pattern.getPart(i).getType() == MessagePattern.Part.Type.ARG_START
            && pattern.getPart(i).getArgType().hasPluralStyle()) {
          pluralArguments.add(pattern.getSubstring(pattern.getPart(i + 1)));
        }
      }
      return new Message(text, Set.copyOf(pluralArguments));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(key + " in " + file + " is not a message pattern", e);
    }
  }

  private static Properties load(String file) {
    try (var input = MessageBundle.class.getResourceAsStream(file)) {
      if (input == null) {
        throw new IllegalStateException(file + " not found on the class path");
      }
      var texts = new Properties();
      texts.load(new InputStreamReader(input, StandardCharsets.UTF_8));
      return texts;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
