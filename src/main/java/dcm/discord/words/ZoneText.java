package dcm.discord.words;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Time zones as people type them: {@code Europe/Amsterdam}, {@code amsterdam}, {@code utc}. */
public final class ZoneText {
  private ZoneText() {}

  /**
   * @return null when it is no zone, or the city is in several that differ
   */
  public static @Nullable ZoneId read(String typed) {
    String wanted = name(typed);
    var whole = ids().filter(id -> name(id).equals(wanted)).map(ZoneText::zone).findFirst();
    if (whole.isPresent()) {
      return whole.get();
    }
    List<ZoneId> named =
        ids().filter(id -> city(id).equals(wanted)).sorted(SHORTEST).map(ZoneText::zone).toList();
    boolean one = named.stream().map(ZoneId::getRules).distinct().count() == 1;
    return one ? named.getFirst() : null;
  }

  /** Those whose name holds what was typed; those that begin with it, or whose city does, first. */
  public static List<String> fitting(String typed) {
    String wanted = name(typed);
    return ids()
        .filter(id -> name(id).contains(wanted))
        .sorted(Comparator.comparingInt((String id) -> rank(id, wanted)).thenComparing(id -> id))
        .toList();
  }

  private static final Comparator<String> SHORTEST =
      Comparator.comparingInt(String::length).thenComparing(id -> id);

  /** Without the signs that are the wrong way round (Etc/GMT+1) and old abbreviations but UTC. */
  private static Stream<String> ids() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(id -> id.equals("UTC") || id.equals("GMT") || id.contains("/"))
        .filter(id -> !id.startsWith("Etc/") && !id.startsWith("SystemV/"));
  }

  private static int rank(String id, String wanted) {
    if (name(id).equals(wanted) || city(id).equals(wanted)) {
      return 0;
    }
    return name(id).startsWith(wanted) || city(id).startsWith(wanted) ? 1 : 2;
  }

  private static String city(String id) {
    return name(id.substring(id.lastIndexOf('/') + 1));
  }

  private static String name(String text) {
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
