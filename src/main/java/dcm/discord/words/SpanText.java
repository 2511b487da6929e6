package dcm.discord.words;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as people type them: {@code 24h, 30m, 0}, {@code 1 dag, 2 uur}, {@code off}. */
public final class SpanText {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,4}) ?(\\p{L}+)");

  private SpanText() {}

  /**
   * @return null when it is not clear; empty for "off"
   */
  public static @Nullable List<Duration> readAll(String typed) {
    String text = typed.strip().toLowerCase(Locale.ROOT);
    if (Vocabulary.OFF.contains(text)) {
      return List.of();
    }
    var spans = new ArrayList<Duration>();
    for (String part : text.split("\\s*(?:[,;+&]|\\band\\b|\\ben\\b)\\s*", -1)) {
      var span = read(part);
      if (span == null) {
        return null;
      }
      spans.add(span);
    }
    return spans.isEmpty() ? null : spans;
  }

  private static @Nullable Duration read(String part) {
    if (Vocabulary.AT_ONCE.contains(part)) {
      return Duration.ZERO;
    }
    var found = SPAN.matcher(part);
    if (!found.matches() || !Vocabulary.UNITS.containsKey(found.group(2))) {
      return null;
    }
    var unit = Vocabulary.UNITS.get(found.group(2));
    return unit.getDuration().multipliedBy(Integer.parseInt(found.group(1)));
  }

  /** In words that {@link #readAll} reads again; for "off" see the texts. */
  public static String write(List<Duration> spans, Texts texts) {
    return String.join(", ", spans.stream().map(span -> write(span, texts)).toList());
  }

  public static String write(Duration span, Texts texts) {
    if (span.isZero()) {
      return texts.say("span.none");
    }
    if (span.toMinutes() % 60 != 0) {
      return counted("minute", span.toMinutes(), texts);
    }
    return span.toHours() >= 48 && span.toHours() % 24 == 0
        ? counted("day", span.toDays(), texts)
        : counted("hour", span.toHours(), texts);
  }

  private static String counted(String unit, long count, Texts texts) {
    return texts.say("span." + unit + (count == 1 ? "" : "s"), count);
  }
}
