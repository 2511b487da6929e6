package dcm.transfer.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The components of an iCalendar file, with their content lines (RFC 5545, section 3.1). Written
 * here, because ical4j replaces the time zones of a JVM when it is on the class path.
 */
final class ICalendarComponents {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>[A-Za-z0-9-]+)"
              + "(?<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)"
              + "(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*)"
              + ":(?<value>.*)",
          Pattern.DOTALL);

  private static final Pattern PARAMETER =
      Pattern.compile(";(?<name>[A-Za-z0-9-]+)=(?<value>(?:\"[^\"]*\"|[^\";])*)");

  private final List<Component> found = new ArrayList<>();
  private final Deque<Component> open = new ArrayDeque<>();

  private ICalendarComponents() {}

  record Property(String name, String value, Map<String, String> parameters) {}

  /** A component without those that are nested in it. */
  record Component(String name, List<Property> properties) {
    @Nullable Property first(String property) {
      return all(property).stream().findFirst().orElse(null);
    }

    List<Property> all(String property) {
      return properties.stream().filter(each -> each.name().equals(property)).toList();
    }

    String text(String property) {
      Property first = first(property);
      return first == null ? "" : first.value().strip();
    }
  }

  /**
   * All components in the order of their ends.
   *
   * @throws UnreadableFileException with the line that is no content line, or ends what is not open
   */
  static List<Component> parse(String text) throws UnreadableFileException {
    var reader = new ICalendarComponents();
    List<String> lines = text.lines().toList();
    int i = 0;
    while (i < lines.size()) {
      int first = i;
      var line = new StringBuilder(lines.get(i++));
      while (i < lines.size() && isContinuation(lines.get(i))) {
        line.append(lines.get(i++), 1, lines.get(i - 1).length());
      }
      if (!line.toString().isBlank()) {
        reader.read(first + 1, line.toString());
      }
    }
    if (!reader.open.isEmpty()) {
      throw malformed(lines.size(), "END:" + reader.open.getFirst().name() + " is missing");
    }
    return reader.found;
  }

  private static boolean isContinuation(String line) {
    return line.startsWith(" ") || line.startsWith("\t");
  }

  private void read(int number, String text) throws UnreadableFileException {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      throw malformed(number, "it is no content line");
    }
    String name = line.group("name").toUpperCase(Locale.ROOT);
    String value = line.group("value");
    switch (name) {
      case "BEGIN" ->
          open.push(new Component(value.strip().toUpperCase(Locale.ROOT), new ArrayList<>()));
      case "END" -> {
        if (open.isEmpty() || !open.getFirst().name().equalsIgnoreCase(value.strip())) {
          throw malformed(number, "it ends what is not open");
        }
        found.add(open.pop());
      }
      case String _ -> {
        if (open.isEmpty()) {
          throw malformed(number, "it stands outside of the calendar");
        }
        open.getFirst()
            .properties()
            .add(new Property(name, value, parameters(line.group("parameters"))));
      }
    }
  }

  private static Map<String, String> parameters(String text) {
    var parameters = new HashMap<String, String>();
    Matcher parameter = PARAMETER.matcher(text);
    while (parameter.find()) {
      parameters.put(
          parameter.group("name").toUpperCase(Locale.ROOT),
          parameter.group("value").replace("\"", ""));
    }
    return parameters;
  }

  private static UnreadableFileException malformed(int line, String reason) {
    return new UnreadableFileException(
        "malformed-icalendar",
        line,
        "Line " + line + " is not iCalendar (RFC 5545): " + reason + ".");
  }
}
