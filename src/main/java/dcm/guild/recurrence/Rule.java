package dcm.guild.recurrence;

import dcm.guild.FieldError;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of an RRULE taken apart; upper case, each part at most once and well written. */
record Rule(Map<Part, String> parts) {
  private static final int LONGEST = 500;

  Rule {
    parts = Collections.unmodifiableMap(new EnumMap<>(parts));
  }

  /** Takes a text apart; null when it said what is wrong with it. */
  static @Nullable Rule parse(String text, Consumer<FieldError> wrong) {
    if (text.length() > LONGEST) {
      wrong.accept(RuleCheck.error("too-long", "a rule has at most " + LONGEST + " characters"));
      return null;
    }
    var parts = new EnumMap<Part, String>(Part.class);
    for (String part : text.toUpperCase(Locale.ROOT).split(";", -1)) {
      int equals = part.indexOf('=');
      Part name = equals < 0 ? null : named(part.substring(0, equals));
      if (name == null) {
        wrong.accept(RuleCheck.error("unknown-part", "a rule is made of " + known() + " only"));
        return null;
      }
      String value = part.substring(equals + 1);
      if (!name.writes(value)) {
        wrong.accept(
            RuleCheck.error("unreadable-part", name + " is not written as RFC 5545 has it"));
        return null;
      }
      if (parts.put(name, value) != null) {
        wrong.accept(RuleCheck.error("duplicate-part", name + " is there twice"));
        return null;
      }
    }
    return new Rule(parts);
  }

  @Nullable String get(Part part) {
    return parts.get(part);
  }

  boolean has(Part part) {
    return parts.containsKey(part);
  }

  String freq() {
    return parts.getOrDefault(Part.FREQ, "");
  }

  int interval() {
    return Integer.parseInt(parts.getOrDefault(Part.INTERVAL, "1"));
  }

  /** Whether it names days of the calendar, rather than a distance only. */
  boolean pinned() {
    return has(Part.BYDAY) || has(Part.BYMONTHDAY) || has(Part.BYMONTH);
  }

  Rule without(Part... unwanted) {
    var rest = new EnumMap<>(parts);
    List.of(unwanted).forEach(rest::remove);
    return new Rule(rest);
  }

  /** As RFC 5545 writes it. */
  String text() {
    return parts.entrySet().stream()
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(";"));
  }

  private static @Nullable Part named(String name) {
    return Stream.of(Part.values()).filter(p -> p.name().equals(name)).findAny().orElse(null);
  }

  private static String known() {
    return Stream.of(Part.values()).map(Part::name).collect(Collectors.joining(", "));
  }
}
