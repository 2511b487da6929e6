package dcm.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dcm.http.pipeline.HeapShare;
import dcm.http.security.TrustedProxies;
import dcm.photo.PhotoProcessor;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/**
 * The settings of the HTTP server: {@code dcm.http}.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0: any free one
 * @param trustedProxies the proxies whose {@code Forwarded} and {@code X-Forwarded-For} are used
 * @param requestReceiveTimeout within which a whole request, headers and body, must arrive
 * @param responseTimeout within which a request is answered, if only with an error
 * @param idleTimeout after which a connection without traffic is closed
 * @param maxBodySize of a request, in bytes
 * @param sendBufferSize of each connection in the kernel, in bytes
 * @param sendStallTimeout after which a connection is aborted when TCP accepts none of the pending
 *     bytes
 * @param responses bytes of the responses that are being sent, in all and for each guild
 * @param taskPageCacheSize of the encoded pages of task lists that are kept, in bytes
 * @param bodies bytes of the bodies that are being received or processed, in all and for each
 *     address
 * @param uploads limits of the upload of a photo
 * @param maxConnectionsPerAddress open at one time from one address (IPv6: one /64 network)
 * @param maxConnectionsFromLoopback the same for loopback addresses: a tunnel with many users
 * @param maxConnections open at one time in all
 * @param live limits of WebSockets
 * @param pekkoConfig the configuration with this server's values in {@code pekko.http.server}
 */
public record HttpSettings(
    String host,
    int port,
    TrustedProxies trustedProxies,
    Duration requestReceiveTimeout,
    Duration responseTimeout,
    Duration idleTimeout,
    int maxBodySize,
    int sendBufferSize,
    Duration sendStallTimeout,
    ByteLimits responses,
    long taskPageCacheSize,
    ByteLimits bodies,
    UploadLimits uploads,
    int maxConnectionsPerAddress,
    int maxConnectionsFromLoopback,
    int maxConnections,
    LiveLimits live,
    Config pekkoConfig) {

  /**
   * Limits of the bytes that are held at one time.
   *
   * @param total on this node
   * @param perHolder of one guild or address
   */
  public record ByteLimits(long total, long perHolder) {
    static ByteLimits of(double heapShare, double holderShare) {
      long total = HeapShare.bytes(heapShare);
      return new ByteLimits(total, (long) (total * holderShare));
    }
  }

  /**
   * Limits of uploads, which are larger and slower than other requests.
   *
   * @param receiveTimeout within which one must arrive
   * @param bytes that are being received or processed, in all and for each address
   */
  public record UploadLimits(Duration receiveTimeout, ByteLimits bytes) {
    static UploadLimits from(Config uploads) {
      var shares =
          ByteLimits.of(uploads.getDouble("share"), uploads.getDouble("share-per-address"));
      long one = PhotoProcessor.MAX_UPLOAD_BYTES;
      return new UploadLimits(
          uploads.getDuration("receive-timeout"),
          new ByteLimits(Math.max(shares.total(), 2 * one), Math.max(shares.perHolder(), one)));
    }
  }

  /**
   * Limits of WebSockets.
   *
   * @param maxPerMember sockets of one member
   * @param maxPerGuild sockets of one guild
   * @param maxPerNode sockets of this node
   * @param bufferSize bytes of the frames that are queued for one client
   * @param maxBufferedPerGuild the same for all clients of one guild
   * @param maxBufferedPerNode the same for all clients of this node
   * @param stallTimeout after which a client that reads nothing is disconnected
   * @param maxReplayedEvents revisions that a reconnecting client is sent; beyond it: resync
   * @param maxReplaysPerGuild pages of the journal that are read at one time for one guild
   * @param maxReplaysPerNode the same for this node
   * @param pingInterval after which a silent client is pinged; two unanswered pings end the socket
   * @param authTimeout within which the first frame must arrive
   */
  public record LiveLimits(
      int maxPerMember,
      int maxPerGuild,
      int maxPerNode,
      long bufferSize,
      long maxBufferedPerGuild,
      long maxBufferedPerNode,
      Duration stallTimeout,
      int maxReplayedEvents,
      int maxReplaysPerGuild,
      int maxReplaysPerNode,
      Duration pingInterval,
      Duration authTimeout) {

    static LiveLimits from(Config live) {
      var bufferedPerNode = HeapShare.bytes(live.getDouble("buffer-heap-share"));
      return new LiveLimits(
          live.getInt("max-per-member"),
          live.getInt("max-per-guild"),
          live.getInt("max-per-node"),
          live.getBytes("buffer-size"),
          (long) (bufferedPerNode * live.getDouble("buffer-share-per-guild")),
          bufferedPerNode,
          live.getDuration("stall-timeout"),
          live.getInt("max-replayed-events"),
          live.getInt("concurrent-replays.max-per-guild"),
          live.getInt("concurrent-replays.max-per-node"),
          live.getDuration("ping-interval"),
          live.getDuration("auth-timeout"));
    }
  }

  /** Reads {@code dcm.http} of the whole configuration; adds one sentence per invalid key. */
  public static HttpSettings from(Config config, List<String> problems) {
    var http = config.getConfig("dcm.http");
    var settings =
        new HttpSettings(
            http.getString("host"),
            http.getInt("port"),
            TrustedProxies.from(http, problems),
            http.getDuration("request-receive-timeout"),
            http.getDuration("response-timeout"),
            http.getDuration("idle-timeout"),
            (int) (long) http.getBytes("max-body-size"),
            (int) (long) http.getBytes("send-buffer-size"),
            http.getDuration("send-stall-timeout"),
            ByteLimits.of(
                http.getDouble("responses.share"), http.getDouble("responses.share-per-guild")),
            HeapShare.bytes(http.getDouble("task-page-cache.share")),
            ByteLimits.of(
                http.getDouble("bodies.share"), http.getDouble("bodies.share-per-address")),
            UploadLimits.from(http.getConfig("uploads")),
            http.getInt("connections.max-per-address"),
            http.getInt("connections.max-from-loopback"),
            http.getInt("connections.max-total"),
            LiveLimits.from(http.getConfig("live")),
            pekkoConfig(config));
    settings.check(problems);
    return settings;
  }

  private static Config pekkoConfig(Config config) {
    return config
        .withValue(
            "pekko.http.server",
            config
                .getConfig("dcm.http.server")
                .root()
                .withFallback(config.getConfig("pekko.http.server").root()))
        .withValue(
            "pekko.http.server.parsing.max-content-length",
            config.getValue("dcm.http.max-body-size"));
  }

  private void check(List<String> problems) {
    if (port < 0 || port > 65_535) {
      problems.add("dcm.http.port (DCM_HTTP_PORT) must be between 0 and 65535");
    }
    if (requestReceiveTimeout.toMillis() < 100
        || responseTimeout.toMillis() < 100
        || idleTimeout.compareTo(requestReceiveTimeout) <= 0) {
      problems.add(
          "dcm.http.request-receive-timeout and response-timeout must be at least 100ms, and"
              + " idle-timeout longer than request-receive-timeout");
    }
    if (maxBodySize < 1_024
        || sendBufferSize < 4_096
        || maxConnectionsPerAddress < 1
        || maxConnectionsFromLoopback < 1
        || maxConnections < 1) {
      problems.add(
          "dcm.http.max-body-size must be at least 1k, send-buffer-size 4k, every connection limit 1");
    }
    if (responses.perHolder() < 1 << 20 || bodies.perHolder() < maxBodySize) {
      problems.add(
          "dcm.http.responses must allow a guild at least 1 MiB of the heap, and dcm.http.bodies an"
              + " address at least max-body-size");
    }
    if (uploads.receiveTimeout().toMillis() < 100) {
      problems.add("dcm.http.uploads.receive-timeout must be at least 100ms");
    }
    if (sendStallTimeout.toMillis() < 100) {
      problems.add("dcm.http.send-stall-timeout must be at least 100ms");
    }
    if (live.maxPerMember() < 1
        || live.maxPerGuild() < 1
        || live.maxPerNode() < 1
        || live.maxReplayedEvents() < 0
        || live.maxReplaysPerGuild() < 1
        || live.maxReplaysPerNode() < 1) {
      problems.add(
          "dcm.http.live: max-per-* and concurrent-replays must be ≥ 1, max-replayed-events ≥ 0");
    }
    if (live.bufferSize() < 1_024 || live.maxBufferedPerGuild() < live.bufferSize()) {
      problems.add(
          "dcm.http.live: buffer-size must be at least 1k and not exceed buffer-share-per-guild of"
              + " buffer-heap-share");
    }
    if (live.pingInterval().toMillis() < 50
        || live.authTimeout().toMillis() < 50
        || live.stallTimeout().toMillis() < 50) {
      problems.add(
          "dcm.http.live: ping-interval, auth-timeout, stall-timeout must be at least 50ms");
    }
    try {
      ServerSettings.create(pekkoConfig);
    } catch (ConfigException | IllegalArgumentException invalid) {
      problems.add("dcm.http.server: " + invalid.getMessage());
    }
  }
}
