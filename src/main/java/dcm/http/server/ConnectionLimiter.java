package dcm.http.server;

import dcm.http.HttpSettings;
import dcm.redis.RateLimiter;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Limits the open connections of this node, in total and per address. */
public final class ConnectionLimiter {
  private final HttpSettings settings;
  private final ConcurrentHashMap<String, Integer> countByAddress = new ConcurrentHashMap<>();
  private final AtomicInteger total = new AtomicInteger();

  ConnectionLimiter(HttpSettings settings) {
    this.settings = settings;
  }

  /**
   * Counts a new connection if it is within the limits; the caller must {@link #release} it exactly
   * once after true.
   */
  boolean tryAcquire(InetAddress address) {
    if (total.incrementAndGet() > settings.maxConnections()) {
      total.decrementAndGet();
      return false;
    }
    if (!tryAcquireProxied(address)) {
      total.decrementAndGet();
      return false;
    }
    return true;
  }

  void release(InetAddress address) {
    total.decrementAndGet();
    releaseProxied(address);
  }

  /**
   * Counts a request of a client behind a trusted proxy, whose connection is counted already; the
   * caller must {@link #releaseProxied} it exactly once after true.
   */
  boolean tryAcquireProxied(InetAddress address) {
    if (countByAddress.merge(RateLimiter.clientKey(address), 1, Integer::sum) > maxFor(address)) {
      releaseProxied(address);
      return false;
    }
    return true;
  }

  void releaseProxied(InetAddress address) {
    countByAddress.computeIfPresent(
        RateLimiter.clientKey(address), (_, count) -> count == 1 ? null : count - 1);
  }

  int count() {
    return total.get();
  }

  private int maxFor(InetAddress address) {
    if (settings.trustedProxies().contains(address)) {
      return settings.maxConnections();
    }
    return address.isLoopbackAddress()
        ? settings.maxConnectionsFromLoopback()
        : settings.maxConnectionsPerAddress();
  }
}
