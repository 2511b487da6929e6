package dcm.discord.text;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parser of typed time zones: {@code Europe/Amsterdam}, {@code amsterdam}, {@code utc}. */
public final class ZoneParser {
  private ZoneParser() {}

  /**
   * @return null when the text is not a zone, or a city of several different zones
   */
  public static @Nullable ZoneId parse(String typed) {
    String query = normalize(typed);
    var exact =
        zoneIds().filter(id -> normalize(id).equals(query)).map(ZoneParser::zone).findFirst();
    if (exact.isPresent()) {
      return exact.get();
    }
    List<ZoneId> matches =
        zoneIds()
            .filter(id -> city(id).equals(query))
            .sorted(SHORTEST)
            .map(ZoneParser::zone)
            .toList();
    boolean isUnambiguous = matches.stream().map(ZoneId::getRules).distinct().count() == 1;
    return isUnambiguous ? matches.getFirst() : null;
  }

  /** Zones whose name contains the text; those whose name or city begins with it come first. */
  public static List<String> matching(String typed) {
    String query = normalize(typed);
    return zoneIds()
        .filter(id -> normalize(id).contains(query))
        .sorted(Comparator.comparingInt((String id) -> rank(id, query)).thenComparing(id -> id))
        .toList();
  }

  private static final Comparator<String> SHORTEST =
      Comparator.comparingInt(String::length).thenComparing(id -> id);

  /**
   * All zones except those with inverted signs (Etc/GMT+1) and old abbreviations other than UTC.
   */
  private static Stream<String> zoneIds() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(id -> id.equals("UTC") || id.equals("GMT") || id.contains("/"))
        .filter(id -> !id.startsWith("Etc/") && !id.startsWith("SystemV/"));
  }

  private static int rank(String id, String query) {
    if (normalize(id).equals(query) || city(id).equals(query)) {
      return 0;
    }
    return normalize(id).startsWith(query) || city(id).startsWith(query) ? 1 : 2;
  }

  private static String city(String id) {
    return normalize(id.substring(id.lastIndexOf('/') + 1));
  }

  private static String normalize(String text) {
    return text.strip().replace('_', ' ').toLowerCase(Locale.ROOT);
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw new IllegalStateException(id + " is listed and unknown", e);
    }
  }
}
