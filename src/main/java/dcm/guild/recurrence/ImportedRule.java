package dcm.guild.recurrence;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A rule as other programs write it, taken apart into what a schedule keeps separately: the prefix
 * {@code RRULE:}, lower case, {@code FROM=COMPLETION}, and hours and minutes. What is not
 * understood stays in the rule, and is refused with it.
 *
 * @param rrule in upper case
 * @param fromCompletion whether the rule itself says that it floats
 * @param times local times of day that the rule itself names; empty: none
 */
public record ImportedRule(String rrule, boolean fromCompletion, List<LocalTime> times) {
  private static final Pattern PREFIX = Pattern.compile("\\s*(?:RRULE:)?\\s*");
  private static final String FROM_COMPLETION = "FROM=COMPLETION";
  private static final Pattern HOURS =
      Pattern.compile("BYHOUR=((?:[01]?\\d|2[0-3])(?:,(?:[01]?\\d|2[0-3]))*)");
  private static final Pattern MINUTES = Pattern.compile("BYMINUTE=([0-5]?\\d(?:,[0-5]?\\d)*)");
  private static final Pattern NO_SECONDS = Pattern.compile("BYSECOND=0?0");

  public ImportedRule {
    times = List.copyOf(times);
  }

  public static ImportedRule parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT).strip();
    var prefix = PREFIX.matcher(upper);
    String rule = prefix.lookingAt() ? upper.substring(prefix.end()) : upper;
    var parts = new ArrayList<>(List.of(rule.split(";", -1)));
    boolean fromCompletion = parts.remove(FROM_COMPLETION);
    List<LocalTime> times = times(parts);
    if (!times.isEmpty()) {
      Predicate<String> isTime =
          Stream.of(HOURS, MINUTES, NO_SECONDS)
              .map(Pattern::asMatchPredicate)
              .reduce(Predicate::or)
              .orElseThrow();
      parts.removeIf(isTime);
    }
    return new ImportedRule(String.join(";", parts), fromCompletion, times);
  }

  /** Each hour with each minute. A position (BYSETPOS) would count among them: not understood. */
  private static List<LocalTime> times(List<String> parts) {
    boolean positions = parts.stream().anyMatch(part -> part.startsWith("BYSETPOS="));
    List<Integer> hours = numbers(parts, HOURS);
    List<Integer> minutes = numbers(parts, MINUTES);
    return positions
        ? List.of()
        : hours.stream()
            .flatMap(hour ->
                (minutes.isEmpty() ? List.of(0) : minutes)
                    .stream().map(minute -> LocalTime.of(hour, minute)))
            .distinct()
            .sorted()
            .toList();
  }

  private static List<Integer> numbers(List<String> parts, Pattern pattern) {
    return parts.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .flatMap(found -> Stream.of(found.group(1).split(",")))
        .map(Integer::valueOf)
        .collect(Collectors.toUnmodifiableList());
  }
}
