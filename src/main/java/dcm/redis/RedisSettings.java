package dcm.redis;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Settings of Redis and of rate limits: {@code dcm.redis}.
 *
 * @param url {@code redis://} or {@code rediss://}, with user, password and database where needed
 * @param timeout timeout of one call, including its one retry
 * @param healthCheckInterval interval between two health checks
 * @param connections maximum number of connections
 * @param localBuckets maximum number of limits that this node knows the state of
 * @param unreportedShare the part of a limit that this node allows before it reports to Redis
 */
public record RedisSettings(
    String url,
    Duration timeout,
    Duration connectTimeout,
    Duration healthCheckInterval,
    int connections,
    int localBuckets,
    RateLimiter.Rate perIp,
    RateLimiter.Bounds perMember,
    RateLimiter.Bounds perGuild,
    double unreportedShare) {

  /** Reads {@code dcm.redis} of the whole configuration; adds a sentence per bad key. */
  public static RedisSettings from(Config root, List<String> problems) {
    var redis = root.getConfig("dcm.redis");
    var limits = redis.getConfig("limits");
    var settings =
        new RedisSettings(
            redis.getString("url"),
            redis.getDuration("timeout"),
            redis.getDuration("connect-timeout"),
            redis.getDuration("health-check-interval"),
            redis.getInt("connections"),
            redis.getInt("local-buckets"),
            rate(limits, "ip", problems),
            bounds(limits, "member", problems),
            bounds(limits, "guild", problems),
            limits.getDouble("unreported-share"));
    settings.check(problems);
    return settings;
  }

  private static RateLimiter.Rate rate(Config limits, String name, List<String> problems) {
    try {
      return new RateLimiter.Rate(
          limits.getLong(name + ".default"), limits.getDuration(name + ".window"));
    } catch (IllegalArgumentException | ConfigException bad) {
      problems.add("dcm.redis.limits." + name + ": " + bad.getMessage());
      return new RateLimiter.Rate(1, Duration.ofSeconds(1));
    }
  }

  private static RateLimiter.Bounds bounds(Config limits, String name, List<String> problems) {
    var problemsBefore = problems.size();
    var rate = rate(limits, name, problems);
    var min = limits.getLong(name + ".min");
    var max = limits.getLong(name + ".max");
    if (problems.size() == problemsBefore
        && (min < 1 || min > rate.requests() || max < rate.requests())) {
      problems.add("dcm.redis.limits." + name + ": default must lie between min (≥ 1) and max");
    }
    return new RateLimiter.Bounds(rate, min, max);
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
    if (connectTimeout.toMillis() < 20 || healthCheckInterval.toMillis() < 20) {
      problems.add("dcm.redis.connect-timeout and health-check-interval must be at least 20ms");
    }
    if (connections < 1 || localBuckets < 1) {
      problems.add("dcm.redis.connections and local-buckets must be at least 1");
    }
    if (!(unreportedShare >= 0 && unreportedShare <= 0.2)) {
      problems.add("dcm.redis.limits.unreported-share must lie between 0 and 0.2");
    }
  }

  /** The address in Redisson's form: scheme, user, host and port, without the database. */
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

  /** Omits the URL's user and password, because settings are logged. */
  @Override
  public String toString() {
    return "RedisSettings[" + url.replaceFirst("//[^@/]*@", "//…@") + "]";
  }
}
