package dcm.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.List;

/**
 * Where we listen and how patient we are: {@code dcm.http}.
 *
 * @param host where we listen
 * @param port 0: any free one
 * @param trustedProxies whose {@code Forwarded} and {@code X-Forwarded-For} count
 * @param receiveDeadline a whole request, headers and body, must arrive within it
 * @param answerDeadline an answer is given within it, if only that there is none
 * @param idleTimeout a connection on which nothing moves is closed after it
 * @param maxBody bytes of a request's body
 * @param sendStalledAfter a connection is cut when TCP takes nothing of what waits for so long
 * @param answers that are being sent, for each guild
 * @param bodies that are being received or worked on, for each address
 * @param sendBuffer bytes that the kernel keeps of each connection's answers
 * @param connectionsPerAddress at one time, from one address (IPv6: one /64)
 * @param connectionsFromHere the same for this machine itself: many people behind one tunnel
 * @param connections at one time, in all
 * @param live limits of WebSockets
 * @param pekko {@code pekko.http.server} as this server has it
 */
public record HttpSettings(
    String host,
    int port,
    TrustedProxies trustedProxies,
    Duration receiveDeadline,
    Duration answerDeadline,
    Duration idleTimeout,
    int maxBody,
    int sendBuffer,
    Duration sendStalledAfter,
    Share answers,
    Share bodies,
    int connectionsPerAddress,
    int connectionsFromHere,
    int connections,
    LiveLimits live,
    Config pekko) {

  /**
   * Bytes that may be held at one time.
   *
   * @param inAll on this node
   * @param each of one of those who share them
   */
  public record Share(long inAll, long each) {
    static Share of(double ofHeap, double ofOne) {
      long inAll = HeapShare.of(ofHeap);
      return new Share(inAll, (long) (inAll * ofOne));
    }
  }

  /**
   * @param perMember sockets of one member at one time
   * @param perGuild sockets of one guild
   * @param perNode sockets of all
   * @param queued bytes of frames that may wait for one reader
   * @param queuedPerGuild the same for all readers of one guild
   * @param queuedPerNode the same for all readers of this node
   * @param stalledAfter a reader that took nothing for so long is sent away
   * @param catchUp how many revisions are sent afterwards to one who was away; beyond it: resync
   * @param catchUpsPerGuild pages of the past that are read for one guild at one time
   * @param catchUpsPerNode the same for all
   * @param ping how often a silent socket is asked whether it is there; twice without an answer
   *     ends it
   * @param authDeadline how long the first frame may take
   */
  public record LiveLimits(
      int perMember,
      int perGuild,
      int perNode,
      long queued,
      long queuedPerGuild,
      long queuedPerNode,
      Duration stalledAfter,
      int catchUp,
      int catchUpsPerGuild,
      int catchUpsPerNode,
      Duration ping,
      Duration authDeadline) {

    static LiveLimits from(Config live) {
      var perNode = HeapShare.of(live.getDouble("queued-share"));
      return new LiveLimits(
          live.getInt("per-member"),
          live.getInt("per-guild"),
          live.getInt("per-node"),
          live.getBytes("queued"),
          (long) (perNode * live.getDouble("queued-share-of-guild")),
          perNode,
          live.getDuration("stalled-after"),
          live.getInt("catch-up"),
          live.getInt("catch-ups.per-guild"),
          live.getInt("catch-ups.per-node"),
          live.getDuration("ping"),
          live.getDuration("auth-deadline"));
    }
  }

  /** Reads {@code dcm.http} of the whole configuration; adds a sentence per bad key. */
  public static HttpSettings from(Config whole, List<String> problems) {
    var http = whole.getConfig("dcm.http");
    var settings =
        new HttpSettings(
            http.getString("host"),
            http.getInt("port"),
            TrustedProxies.from(http, problems),
            http.getDuration("receive-deadline"),
            http.getDuration("answer-deadline"),
            http.getDuration("idle-timeout"),
            (int) (long) http.getBytes("max-body"),
            (int) (long) http.getBytes("send-buffer"),
            http.getDuration("send-stalled-after"),
            Share.of(http.getDouble("answers.share"), http.getDouble("answers.share-of-guild")),
            Share.of(http.getDouble("bodies.share"), http.getDouble("bodies.share-of-address")),
            http.getInt("connections.per-address"),
            http.getInt("connections.from-here"),
            http.getInt("connections.in-all"),
            LiveLimits.from(http.getConfig("live")),
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
        || sendBuffer < 4_096
        || connectionsPerAddress < 1
        || connectionsFromHere < 1
        || connections < 1) {
      problems.add(
          "dcm.http.max-body must be 1k at least, send-buffer 4k, and every cap of connections 1");
    }
    if (answers.each() < 1 << 20 || bodies.each() < maxBody) {
      problems.add(
          "dcm.http.answers must leave a guild 1 MiB of the heap at least, and dcm.http.bodies an"
              + " address one body of the largest size");
    }
    if (sendStalledAfter.toMillis() < 100) {
      problems.add("dcm.http.send-stalled-after must be 100ms at least");
    }
    if (live.perMember() < 1
        || live.perGuild() < 1
        || live.perNode() < 1
        || live.catchUp() < 0
        || live.catchUpsPerGuild() < 1
        || live.catchUpsPerNode() < 1) {
      problems.add(
          "dcm.http.live: per-member, per-guild, per-node and catch-ups ≥ 1, catch-up ≥ 0");
    }
    if (live.queued() < 1_024 || live.queuedPerGuild() < live.queued()) {
      problems.add(
          "dcm.http.live: queued must be 1k at least, and fit into a guild's part of queued-share"
              + " of the heap");
    }
    if (live.ping().toMillis() < 50
        || live.authDeadline().toMillis() < 50
        || live.stalledAfter().toMillis() < 50) {
      problems.add("dcm.http.live: ping, auth-deadline and stalled-after must be 50ms at least");
    }
    try {
      org.apache.pekko.http.javadsl.settings.ServerSettings.create(pekko);
    } catch (ConfigException | IllegalArgumentException bad) {
      problems.add("dcm.http.server: " + bad.getMessage());
    }
  }
}
