package dcm.discord.command;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Custom id of a paging button of an agenda. Written {@code a1:<span>:<page>}.
 *
 * @param page from 0
 */
public record AgendaButtonId(Span span, int page) {
  private static final Pattern PATTERN = Pattern.compile("a1:(today|week):([0-9]{1,4})");

  /** Names must never change: old messages contain them. */
  public enum Span {
    TODAY(1),
    WEEK(7);

    /** Number of days, today included. */
    final int days;

    Span(int days) {
      this.days = days;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @return null when the text is not an agenda button id
   */
  public static @Nullable AgendaButtonId parse(String text) {
    var matcher = PATTERN.matcher(text);
    return matcher.matches()
        ? new AgendaButtonId(
            Span.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
            Integer.parseInt(matcher.group(2)))
        : null;
  }

  AgendaButtonId withPage(int newPage) {
    return new AgendaButtonId(span, newPage);
  }

  @Override
  public String toString() {
    return "a1:%s:%d".formatted(span.key(), page);
  }
}
