package dcm.http.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The VTIMEZONE of a zone for a span of time: one observance for each change of the offset in it
 * and the one before, from the JDK's own rules, with which the dues were computed.
 */
final class TimeZoneComponent {
  static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss", Locale.ROOT);
  private static final LocalDateTime BEGINNING = LocalDateTime.of(1970, 1, 1, 0, 0);

  private TimeZoneComponent() {}

  /** Whether times of this zone are written in UTC. */
  static boolean isUtc(ZoneId zone) {
    return zone.getRules().isFixedOffset()
        && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
  }

  static void write(ContentLines lines, ZoneId zone, Instant from, Instant to) {
    lines.add("BEGIN", "VTIMEZONE").add("TZID", zone.getId());
    for (Observance observance : observances(zone, from, to)) {
      String kind = observance.daylight() ? "DAYLIGHT" : "STANDARD";
      lines
          .add("BEGIN", kind)
          .add("DTSTART", LOCAL.format(observance.start()))
          .add("TZOFFSETFROM", offset(observance.before()))
          .add("TZOFFSETTO", offset(observance.after()))
          .add("END", kind);
    }
    lines.add("END", "VTIMEZONE");
  }

  /** An offset that applies from a local time, which is given by the offset before. */
  private record Observance(
      LocalDateTime start, ZoneOffset before, ZoneOffset after, boolean daylight) {}

  private static List<Observance> observances(ZoneId zone, Instant from, Instant to) {
    var rules = zone.getRules();
    var all = new ArrayList<Observance>();
    ZoneOffsetTransition transition = rules.previousTransition(from.plusNanos(1));
    if (transition == null) {
      ZoneOffset offset = rules.getOffset(from);
      all.add(new Observance(BEGINNING, offset, offset, false));
      transition = rules.nextTransition(from);
    }
    while (transition != null && !transition.getInstant().isAfter(to)) {
      all.add(
          new Observance(
              transition.getDateTimeBefore(),
              transition.getOffsetBefore(),
              transition.getOffsetAfter(),
              rules.isDaylightSavings(transition.getInstant())));
      transition = rules.nextTransition(transition.getInstant());
    }
    return all;
  }

  private static String offset(ZoneOffset offset) {
    int seconds = Math.abs(offset.getTotalSeconds());
    String text =
        String.format(
            Locale.ROOT,
            "%s%02d%02d",
            offset.getTotalSeconds() < 0 ? "-" : "+",
            seconds / 3600,
            seconds / 60 % 60);
    return seconds % 60 == 0 ? text : text + String.format(Locale.ROOT, "%02d", seconds % 60);
  }
}
