package dcm.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where we listen and how patient we are: {@code dcm.http}.
 *
 * @param host where we listen
 * @param port 0: any free one
 * @param trustedProxies whose {@code X-Forwarded-For} counts
 * @param receiveDeadline a whole request, headers and body, must arrive within it
 * @param answerDeadline an answer is given within it, if only that there is none
 * @param idleTimeout a connection on which nothing moves is closed after it
 * @param maxBody bytes of a request's body
 * @param connectionsPerAddress at one time, from one address (IPv6: one /64)
 * @param connectionsFromHere the same for this machine itself: many people behind one tunnel
 * @param connections at one time, in all
 * @param live limits of WebSockets
 * @param pekko {@code pekko.http.server} as this server has it
 */
public record HttpSettings(
    String host,
    int port,
    Set<InetAddress> trustedProxies,
    Duration receiveDeadline,
    Duration answerDeadline,
    Duration idleTimeout,
    int maxBody,
    int connectionsPerAddress,
    int connectionsFromHere,
    int connections,
    LiveLimits live,
    Config pekko) {

  /**
   * @param perMember sockets of one member at one time
   * @param perNode sockets of all
   * @param buffer frames that may wait for a slow reader before it is sent away
   * @param catchUp how many revisions are sent afterwards to one who was away; beyond it: resync
   * @param ping how often a silent socket is asked whether it is there; twice without an answer
   *     ends it
   * @param authDeadline how long the first frame may take
   */
  public record LiveLimits(
      int perMember, int perNode, int buffer, int catchUp, Duration ping, Duration authDeadline) {}

  /** Reads {@code dcm.http} of the whole configuration; adds a sentence per bad key. */
  public static HttpSettings from(Config whole, List<String> problems) {
    var http = whole.getConfig("dcm.http");
    var live = http.getConfig("live");
    var settings =
        new HttpSettings(
            http.getString("host"),
            http.getInt("port"),
            proxies(http.getStringList("trusted-proxies"), problems),
            http.getDuration("receive-deadline"),
            http.getDuration("answer-deadline"),
            http.getDuration("idle-timeout"),
            (int) (long) http.getBytes("max-body"),
            http.getInt("connections.per-address"),
            http.getInt("connections.from-here"),
            http.getInt("connections.in-all"),
            new LiveLimits(
                live.getInt("per-member"),
                live.getInt("per-node"),
                live.getInt("buffer"),
                live.getInt("catch-up"),
                live.getDuration("ping"),
                live.getDuration("auth-deadline")),
            pekko(whole));
    settings.check(problems);
    return settings;
  }

  private static Config pekko(Config whole) {
    return whole
        .withValue(
            "pekko.http.server",
            whole
                .getConfig("dcm.http.server")
                .root()
                .withFallback(whole.getConfig("pekko.http.server").root()))
        .withValue(
            "pekko.http.server.parsing.max-content-length", whole.getValue("dcm.http.max-body"));
  }

  private static Set<InetAddress> proxies(List<String> texts, List<String> problems) {
    var proxies = new ArrayList<InetAddress>();
    for (var text : texts) {
      try {
        if (!text.matches("[0-9a-fA-F.:]+")) {
          throw new UnknownHostException(text);
        }
        proxies.add(InetAddress.getByName(text));
      } catch (UnknownHostException e) {
        problems.add("dcm.http.trusted-proxies must be IP addresses, not " + text);
      }
    }
    return Set.copyOf(proxies);
  }

  private void check(List<String> problems) {
    if (port < 0 || port > 65_535) {
      problems.add("dcm.http.port (DCM_HTTP_PORT) must lie between 0 and 65535");
    }
    if (receiveDeadline.toMillis() < 100
        || answerDeadline.toMillis() < 100
        || idleTimeout.compareTo(receiveDeadline) <= 0) {
      problems.add(
          "dcm.http.receive-deadline and answer-deadline must be 100ms at least, and idle-timeout"
              + " longer than receive-deadline");
    }
    if (maxBody < 1_024
        || connectionsPerAddress < 1
        || connectionsFromHere < 1
        || connections < 1) {
      problems.add("dcm.http.max-body must be 1k at least, and every cap of connections 1");
    }
    if (live.perMember() < 1 || live.perNode() < 1 || live.buffer() < 8 || live.catchUp() < 0) {
      problems.add("dcm.http.live: per-member, per-node ≥ 1, buffer ≥ 8, catch-up ≥ 0");
    }
    if (live.ping().toMillis() < 50 || live.authDeadline().toMillis() < 50) {
      problems.add("dcm.http.live: ping and auth-deadline must be 50ms at least");
    }
    try {
      org.apache.pekko.http.javadsl.settings.ServerSettings.create(pekko);
    } catch (ConfigException | IllegalArgumentException bad) {
      problems.add("dcm.http.server: " + bad.getMessage());
    }
  }
}
