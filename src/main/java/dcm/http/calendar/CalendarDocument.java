package dcm.http.calendar;

import dcm.guild.query.FeedEntry;
import dcm.guild.query.QueryResult;
import dcm.guild.value.Due;
import dcm.guild.value.Task;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A calendar of occurrences, each as one component: rules of a guild with holidays, seasons and
 * month ends have no equal in RFC 5545. An occurrence keeps its UID when it opens or is moved.
 */
public final class CalendarDocument {
  /** How occurrences are written. */
  public enum Component {
    EVENT,
    TODO
  }

  private static final int DEFAULT_MINUTES = 30;

  private final Component component;
  private final Function<FeedEntry, String> link;
  private final ContentLines lines = new ContentLines();

  private CalendarDocument(Component component, Function<FeedEntry, String> link) {
    this.component = component;
    this.link = link;
  }

  /**
   * The calendar as text.
   *
   * @param link the address of an entry's task
   */
  public static String write(
      QueryResult.CalendarFeed feed, Component component, Function<FeedEntry, String> link) {
    return new CalendarDocument(component, link).write(feed);
  }

  private String write(QueryResult.CalendarFeed feed) {
    lines
        .add("BEGIN", "VCALENDAR")
        .add("VERSION", "2.0")
        .add("PRODID", "-//DCM//Discord Cleaning Manager//EN")
        .add("CALSCALE", "GREGORIAN")
        .addText("NAME", feed.name())
        .addText("X-WR-CALNAME", feed.name())
        .add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
        .add("X-PUBLISHED-TTL", "PT1H");
    writeZones(feed);
    feed.entries().forEach(this::write);
    return lines.add("END", "VCALENDAR").toString();
  }

  private void writeZones(QueryResult.CalendarFeed feed) {
    var zones = new TreeMap<String, ZoneId>();
    for (FeedEntry entry : feed.entries()) {
      if (entry.due() instanceof Due.AtTime(_, var zone) && !TimeZoneComponent.isUtc(zone)) {
        zones.put(zone.getId(), zone);
      }
    }
    var dues = feed.entries().stream().map(entry -> entry.due().start()).toList();
    for (ZoneId zone : zones.values()) {
      TimeZoneComponent.write(
          lines,
          zone,
          dues.stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH),
          // the end of the last one may lie in another season
          dues.stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH).plusSeconds(172_800));
    }
  }

  private void write(FeedEntry entry) {
    String name = component == Component.EVENT ? "VEVENT" : "VTODO";
    lines.add("BEGIN", name).add("UID", uid(entry)).add("DTSTAMP", utc(entry.since()));
    if (component == Component.EVENT) {
      writeTime("DTSTART", entry.due());
      writeEnd(entry);
      lines.add("TRANSP", "TRANSPARENT");
    } else {
      writeTime("DUE", entry.due());
      lines.add("STATUS", "NEEDS-ACTION");
    }
    lines.addText("SUMMARY", summary(entry)).add("PRIORITY", priority(entry.priority()));
    if (entry.category() != null) {
      lines.addText("CATEGORIES", entry.category());
    }
    lines.add("URL", link.apply(entry)).add("END", name);
  }

  private static String uid(FeedEntry entry) {
    String time =
        switch (entry.dueByRule()) {
          case null -> "once";
          case Due.AtTime(var local, _) -> TimeZoneComponent.LOCAL.format(local);
          case Due.AllDay(var date, _) -> DateTimeFormatter.BASIC_ISO_DATE.format(date);
          case Due.Never _ -> "once";
        };
    return entry.task() + "-" + time + "@dcm";
  }

  private static String summary(FeedEntry entry) {
    return entry.holders().isEmpty()
        ? entry.title()
        : entry.title() + " (" + String.join(", ", entry.holders()) + ")";
  }

  private void writeTime(String property, Due due) {
    switch (due) {
      case Due.AllDay(var date, _) ->
          lines.add(property + ";VALUE=DATE", DateTimeFormatter.BASIC_ISO_DATE.format(date));
      case Due.AtTime(var local, var zone) -> {
        // a local time in a gap is written as the time to which it is shifted
        LocalDateTime shifted = local.atZone(zone).toLocalDateTime();
        if (TimeZoneComponent.isUtc(zone)) {
          lines.add(property, TimeZoneComponent.LOCAL.format(shifted) + "Z");
        } else {
          lines.add(property + ";TZID=" + zone.getId(), TimeZoneComponent.LOCAL.format(shifted));
        }
      }
      case Due.Never _ -> throw new IllegalStateException("without a due there is no entry");
    }
  }

  private void writeEnd(FeedEntry entry) {
    if (entry.due() instanceof Due.AllDay(var date, _)) {
      lines.add("DTEND;VALUE=DATE", DateTimeFormatter.BASIC_ISO_DATE.format(date.plusDays(1)));
    } else {
      int minutes = entry.minutes() == 0 ? DEFAULT_MINUTES : entry.minutes();
      lines.add("DURATION", "PT" + minutes + "M");
    }
  }

  private static String utc(Instant at) {
    return TimeZoneComponent.LOCAL.format(at.atOffset(ZoneOffset.UTC)) + "Z";
  }

  /** 1 is the highest (RFC 5545, 3.8.1.9). */
  private static String priority(Task.Priority priority) {
    return switch (priority) {
      case URGENT -> "1";
      case HIGH -> "3";
      case NORMAL -> "5";
      case LOW -> "9";
    };
  }
}
