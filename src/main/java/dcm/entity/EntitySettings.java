package dcm.entity;

import com.typesafe.config.Config;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Settings of guild entities, from {@code dcm.entity}.
 *
 * @param askTimeout time limit of a guild's answer
 * @param passivateAfter time without requests after which an entity is passivated
 * @param snapshotEvery smallest number of events between two snapshots
 * @param maxPendingRequests limit of pending requests per guild; further requests are answered busy
 * @param minBackoff delay before the first restart after a failed write
 * @param maxBackoff maximum delay before a restart
 * @param ownershipCheckInterval age of an ownership confirmation up to which queries are answered
 *     from memory without another check
 * @param degradedRetryInterval delay before a degraded guild is replayed again
 * @param defaultZone an IANA region: the zone of a guild when it opens, until a member chooses
 *     another
 */
public record EntitySettings(
    Duration askTimeout,
    Duration passivateAfter,
    int snapshotEvery,
    int maxPendingRequests,
    Duration minBackoff,
    Duration maxBackoff,
    Duration ownershipCheckInterval,
    Duration degradedRetryInterval,
    ZoneId defaultZone) {

  /** Reads the configuration; adds a sentence per invalid key. */
  public static EntitySettings from(Config config, List<String> problems) {
    Config entity = config.getConfig("dcm.entity");
    EntitySettings settings =
        new EntitySettings(
            entity.getDuration("ask-timeout"),
            entity.getDuration("passivate-after"),
            entity.getInt("snapshot-every"),
            entity.getInt("max-pending-requests"),
            entity.getDuration("min-backoff"),
            entity.getDuration("max-backoff"),
            entity.getDuration("ownership-check-interval"),
            entity.getDuration("degraded-retry-interval"),
            zone(entity.getString("default-zone"), problems));
    requirePositive(settings.askTimeout, "ask-timeout", problems);
    requirePositive(settings.passivateAfter, "passivate-after", problems);
    requirePositive(settings.minBackoff, "min-backoff", problems);
    requirePositive(settings.ownershipCheckInterval, "ownership-check-interval", problems);
    requirePositive(settings.degradedRetryInterval, "degraded-retry-interval", problems);
    if (settings.maxBackoff.compareTo(settings.minBackoff) < 0) {
      problems.add("dcm.entity.max-backoff must be at least min-backoff");
    }
    if (settings.snapshotEvery < 1) {
      problems.add("dcm.entity.snapshot-every must be at least 1");
    }
    if (settings.maxPendingRequests < 1) {
      problems.add("dcm.entity.max-pending-requests must be at least 1");
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
      // reported below
    }
    problems.add(
        "DCM_DEFAULT_ZONE is "
            + id
            + ", which is not an IANA time zone such as UTC or Europe/Amsterdam");
    return ZoneOffset.UTC;
  }

  private static void requirePositive(Duration value, String key, List<String> problems) {
    if (!value.isPositive()) {
      problems.add("dcm.entity." + key + " must be positive");
    }
  }
}
