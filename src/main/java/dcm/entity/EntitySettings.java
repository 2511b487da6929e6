package dcm.entity;

import com.typesafe.config.Config;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The guild's desk's own choices, from {@code dcm.entity}.
 *
 * @param patience how long a guild may take to answer
 * @param idle how long a guild stays in memory without being asked anything
 * @param snapshotEvery events between two snapshots
 * @param waiting how many may wait at one guild's desk; the next is told to come back
 * @param backoffLeast how long a guild stays away after a failed write, at first
 * @param backoffMost and at most
 * @param confirmAfter how long an answer from memory is given without looking whether the guild is
 *     still served here
 * @param degradedRest how long a guild that cannot be read is left alone before it is tried again
 * @param defaultZone an IANA region: the zone of a guild when it opens, until somebody chooses
 *     another
 */
public record EntitySettings(
    Duration patience,
    Duration idle,
    int snapshotEvery,
    int waiting,
    Duration backoffLeast,
    Duration backoffMost,
    Duration confirmAfter,
    Duration degradedRest,
    ZoneId defaultZone) {

  /** Reads the whole configuration; adds a sentence per bad key. */
  public static EntitySettings from(Config whole, List<String> problems) {
    Config entity = whole.getConfig("dcm.entity");
    EntitySettings settings =
        new EntitySettings(
            entity.getDuration("patience"),
            entity.getDuration("idle"),
            entity.getInt("snapshot-every"),
            entity.getInt("waiting"),
            entity.getDuration("backoff-least"),
            entity.getDuration("backoff-most"),
            entity.getDuration("confirm-after"),
            entity.getDuration("degraded-rest"),
            zone(entity.getString("default-zone"), problems));
    positive(settings.patience, "patience", problems);
    positive(settings.idle, "idle", problems);
    positive(settings.backoffLeast, "backoff-least", problems);
    positive(settings.confirmAfter, "confirm-after", problems);
    positive(settings.degradedRest, "degraded-rest", problems);
    if (settings.backoffMost.compareTo(settings.backoffLeast) < 0) {
      problems.add("dcm.entity.backoff-most must be at least backoff-least");
    }
    if (settings.snapshotEvery < 1) {
      problems.add("dcm.entity.snapshot-every must be at least 1");
    }
    if (settings.waiting < 1) {
      problems.add("dcm.entity.waiting must be at least 1");
    }
    return settings;
  }

  private static ZoneId zone(String id, List<String> problems) {
    try {
      ZoneId zone = ZoneId.of(id);
      if (!(zone instanceof ZoneOffset) && ZoneId.getAvailableZoneIds().contains(id)) {
        return zone;
      }
    } catch (DateTimeException e) {
      // said below, in words
    }
    problems.add(
        "DCM_DEFAULT_ZONE is "
            + id
            + ", which is no time zone of IANA, like UTC or Europe/Amsterdam");
    return ZoneOffset.UTC;
  }

  private static void positive(Duration value, String key, List<String> problems) {
    if (!value.isPositive()) {
      problems.add("dcm.entity." + key + " must be longer than nothing");
    }
  }
}
