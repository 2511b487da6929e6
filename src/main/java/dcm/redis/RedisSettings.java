package dcm.redis;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where Redis is, how patient we are with it, and how often somebody may knock: {@code dcm.redis}.
 *
 * @param url {@code redis://} or {@code rediss://}, with user, password and database where needed
 * @param timeout of one call as its caller sees it, with its one retry
 * @param pulse how often we look whether Redis is there
 * @param connections to Redis, at most
 * @param localBuckets how many limits are counted on this node while Redis is away, at most
 */
public record RedisSettings(
    String url,
    Duration timeout,
    Duration connectTimeout,
    Duration pulse,
    int connections,
    int localBuckets,
    Rate perIp,
    RateBounds perMember,
    RateBounds perGuild) {

  /** Reads {@code dcm.redis} of the whole configuration; adds a sentence per bad key. */
  public static RedisSettings from(Config whole, List<String> problems) {
    var redis = whole.getConfig("dcm.redis");
    var limits = redis.getConfig("limits");
    var settings =
        new RedisSettings(
            redis.getString("url"),
            redis.getDuration("timeout"),
            redis.getDuration("connect-timeout"),
            redis.getDuration("pulse"),
            redis.getInt("connections"),
            redis.getInt("local-buckets"),
            rate(limits, "ip", problems),
            bounds(limits, "member", problems),
            bounds(limits, "guild", problems));
    settings.check(problems);
    return settings;
  }

  private static Rate rate(Config limits, String name, List<String> problems) {
    try {
      return new Rate(limits.getLong(name + ".requests"), limits.getDuration(name + ".window"));
    } catch (IllegalArgumentException | ConfigException bad) {
      problems.add("dcm.redis.limits." + name + ": " + bad.getMessage());
      return new Rate(1, Duration.ofSeconds(1));
    }
  }

  private static RateBounds bounds(Config limits, String name, List<String> problems) {
    var before = problems.size();
    var rate = rate(limits, name, problems);
    var least = limits.getLong(name + ".least");
    var most = limits.getLong(name + ".most");
    if (problems.size() == before
        && (least < 1 || least > rate.requests() || most < rate.requests())) {
      problems.add("dcm.redis.limits." + name + ": requests must lie between least (≥ 1) and most");
    }
    return new RateBounds(rate, least, most);
  }

  private void check(List<String> problems) {
    if (!isRedisUrl(url)) {
      problems.add(
          "dcm.redis.url (DCM_REDIS_URL) must look like redis://host:port, optionally with"
              + " user:password@ and /database");
    }
    if (timeout.toMillis() < 20 || timeout.toMillis() > 500) {
      problems.add("dcm.redis.timeout must lie between 20ms and 500ms");
    }
    if (connectTimeout.toMillis() < 20 || pulse.toMillis() < 20) {
      problems.add("dcm.redis.connect-timeout and pulse must be at least 20ms");
    }
    if (connections < 1 || localBuckets < 1) {
      problems.add("dcm.redis.connections and local-buckets must be at least 1");
    }
  }

  /** What Redisson wants to hear: scheme, user, host and port, without the database. */
  String address() {
    var uri = URI.create(url);
    var user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo() + "@";
    var port = uri.getPort() < 0 ? 6379 : uri.getPort();
    return uri.getScheme() + "://" + user + uri.getHost() + ":" + port;
  }

  int database() {
    var path = URI.create(url).getPath();
    return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
  }

  private static boolean isRedisUrl(String url) {
    try {
      var uri = URI.create(url);
      return ("redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getPath().matches("(/[0-9]{0,3})?");
    } catch (IllegalArgumentException notAUrl) {
      return false;
    }
  }

  /** Without the URL's user and password: settings end up in logs. */
  @Override
  public String toString() {
    return "RedisSettings[" + url.replaceFirst("//[^@/]*@", "//…@") + "]";
  }
}
