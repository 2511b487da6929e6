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
final class MessageTemplates {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)}");
  private static final Map<MessageLanguage, MessageTemplates> BY_LANGUAGE =
      Map.of(
          MessageLanguage.EN,
          load(MessageLanguage.EN),
          MessageLanguage.NL,
          load(MessageLanguage.NL));

  private final Properties templates;

  private MessageTemplates(Properties templates) {
    this.templates = templates;
  }

  static MessageTemplates of(MessageLanguage language) {
    return BY_LANGUAGE.get(language);
  }

  /** What is not among the values stays as it is. */
  String format(String key, Map<String, String> values) {
    String text = templates.getProperty(key);
    if (text == null) {
      throw new IllegalArgumentException("no message template for " + key);
    }
    return interpolate(text, name -> values.getOrDefault(name, "{" + name + "}"));
  }

  String format(String key) {
    return format(key, Map.of());
  }

  Set<String> keys() {
    return templates.stringPropertyNames();
  }

  /** Fills in names once: what comes in is not looked at again. */
  static String interpolate(String text, UnaryOperator<String> value) {
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(value.apply(name.group(1))));
  }

  private static MessageTemplates load(MessageLanguage language) {
    String file = "/notify/" + language.tag() + ".properties";
    try (var in = MessageTemplates.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " not found on the class path");
      }
      var templates = new Properties();
      templates.load(new InputStreamReader(in, StandardCharsets.UTF_8));
      return new MessageTemplates(templates);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
