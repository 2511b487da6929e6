package dcm.http.management;

import com.typesafe.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the management port and of tracing: {@code dcm.management}.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0: any free one
 * @param checkTimeout of all checks of one readiness probe together
 * @param collector the URL that spans are sent to, by OTLP over HTTP; null: no tracing
 * @param sampled the share of traces that is kept, from 0 to 1
 */
public record ManagementSettings(
    String host, int port, Duration checkTimeout, @Nullable URI collector, double sampled) {

  /** Reads {@code dcm.management} of the whole configuration; adds one sentence per invalid key. */
  public static ManagementSettings from(Config config, List<String> problems) {
    var management = config.getConfig("dcm.management");
    var settings =
        new ManagementSettings(
            management.getString("host"),
            management.getInt("port"),
            management.getDuration("check-timeout"),
            collector(management.getString("traces.endpoint"), problems),
            management.getDouble("traces.sampled"));
    settings.check(problems);
    if (!List.of("text", "json").contains(management.getString("log-format"))) {
      problems.add("DCM_LOG_FORMAT must be text or json");
    }
    return settings;
  }

  private static @Nullable URI collector(String endpoint, List<String> problems) {
    if (endpoint.isEmpty()) {
      return null;
    }
    try {
      var url = new URI(endpoint);
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
      problems.add("dcm.management.traces.endpoint (DCM_OTLP_ENDPOINT) must be an http(s) URL");
    } catch (URISyntaxException invalid) {
      problems.add("dcm.management.traces.endpoint (DCM_OTLP_ENDPOINT) must be a URL");
    }
    return null;
  }

  private void check(List<String> problems) {
    if (port < 0 || port > 65_535) {
      problems.add("dcm.management.port (DCM_MANAGEMENT_PORT) must be between 0 and 65535");
    }
    if (checkTimeout.toMillis() < 100) {
      problems.add("dcm.management.check-timeout must be at least 100ms");
    }
    if (!(sampled >= 0 && sampled <= 1)) {
      problems.add("dcm.management.traces.sampled (DCM_OTLP_SAMPLED) must be between 0 and 1");
    }
  }
}
