package dcm.transfer;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * Settings of imports, from {@code dcm.transfer}.
 *
 * @param lease how long a node that does not answer holds an import
 * @param pollInterval between two queries of imports that no node holds
 */
public record TransferSettings(Duration lease, Duration pollInterval) {
  /** Reads {@code dcm.transfer} from the configuration; adds a sentence per invalid key. */
  public static TransferSettings from(Config rootConfig, List<String> problems) {
    Config config = rootConfig.getConfig("dcm.transfer");
    var settings =
        new TransferSettings(config.getDuration("lease"), config.getDuration("poll-interval"));
    if (settings.lease.toMillis() < 1_000 || settings.pollInterval.toMillis() < 100) {
      problems.add("dcm.transfer.lease must be at least 1s, poll-interval at least 100ms");
    }
    return settings;
  }
}
