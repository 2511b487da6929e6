package dcm.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of this node in the cluster: {@code dcm.cluster}.
 *
 * @param heartbeat interval at which a node writes its heartbeat and reads those of others
 * @param heartbeatTimeout age at which a heartbeat has expired, by the database's clock
 * @param maxDatabaseOutage how long a node with other members around it runs without the database
 * @param clockLimits limits of the difference between this machine's clock and the database's
 * @param tlsDirectory the directory of {@code ca.crt}, {@code tls.crt} and {@code tls.key}; null:
 *     plain TCP
 */
public record ClusterSettings(
    Set<Role> roles,
    Duration heartbeat,
    Duration heartbeatTimeout,
    Duration maxDatabaseOutage,
    ClockLimits clockLimits,
    @Nullable Path tlsDirectory) {
  public ClusterSettings {
    roles = Set.copyOf(roles);
  }

  /**
   * Limits of the difference between this machine's clock and the database's.
   *
   * @param interval between two comparisons
   * @param warnFrom difference from which a warning is logged
   * @param refuseFrom difference from which a node does not run
   */
  public record ClockLimits(Duration interval, Duration warnFrom, Duration refuseFrom) {}

  /** Reads {@code dcm.cluster} of the whole configuration; adds a sentence per bad key. */
  public static ClusterSettings from(Config root, List<String> problems) {
    var cluster = root.getConfig("dcm.cluster");
    var tlsDirectory = cluster.getString("tls.directory");
    var settings =
        new ClusterSettings(
            Role.parse(cluster.getString("roles"), problems),
            cluster.getDuration("heartbeat"),
            cluster.getDuration("heartbeat-timeout"),
            cluster.getDuration("max-database-outage"),
            new ClockLimits(
                cluster.getDuration("clock.interval"),
                cluster.getDuration("clock.warn-from"),
                cluster.getDuration("clock.refuse-from")),
            tlsDirectory.isEmpty() ? null : Path.of(tlsDirectory));
    settings.check(root.getString("pekko.remote.artery.canonical.hostname"), problems);
    return settings;
  }

  private void check(String host, List<String> problems) {
    if (heartbeatTimeout.compareTo(heartbeat.multipliedBy(3)) < 0) {
      problems.add("dcm.cluster.heartbeat-timeout must be at least three times heartbeat");
    }
    if (maxDatabaseOutage.compareTo(heartbeatTimeout) < 0) {
      problems.add("dcm.cluster.max-database-outage must not be shorter than heartbeat-timeout");
    }
    if (clockLimits.interval().toMillis() < 100) {
      problems.add("dcm.cluster.clock.interval must be at least 100ms");
    }
    if (!clockLimits.warnFrom().isPositive()
        || clockLimits.refuseFrom().compareTo(clockLimits.warnFrom()) < 0) {
      problems.add("dcm.cluster.clock.warn-from must be positive and not longer than refuse-from");
    }
    if (tlsDirectory == null) {
      checkLoopback(host, problems);
    } else {
      for (var file : List.of("ca.crt", "tls.crt", "tls.key")) {
        if (!Files.isReadable(tlsDirectory.resolve(file))) {
          problems.add(
              "DCM_CLUSTER_TLS_DIRECTORY: " + tlsDirectory.resolve(file) + " is not readable");
        }
      }
    }
  }

  private static void checkLoopback(String host, List<String> problems) {
    try {
      if (!InetAddress.getByName(host).isLoopbackAddress()) {
        problems.add(
            "DCM_CLUSTER_HOST is "
                + host
                + ", which is not a loopback address: set DCM_CLUSTER_TLS_DIRECTORY"
                + " (dcm node certificates creates one)");
      }
    } catch (UnknownHostException e) {
      problems.add("DCM_CLUSTER_HOST is " + host + ", which does not resolve to an address");
    }
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  /**
   * The resulting settings of Pekko.
   *
   * @param version of this program; while two versions run, guilds move to the newer one
   */
  public Config pekko(String version) {
    var values = new HashMap<String, Object>();
    values.put("pekko.cluster.roles", roles.stream().map(Role::configName).sorted().toList());
    values.put("pekko.cluster.app-version", version);
    if (tlsDirectory != null) {
      values.put("pekko.remote.artery.transport", "tls-tcp");
      values.put("pekko.remote.artery.ssl.ssl-engine-provider", ClusterTls.class.getName());
    }
    return ConfigFactory.parseMap(Map.copyOf(values), "dcm.cluster");
  }
}
