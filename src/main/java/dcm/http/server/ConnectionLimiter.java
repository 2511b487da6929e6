package dcm.http.server;

import dcm.http.HttpSettings;
import dcm.redis.RateLimiter;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is connected right now, so that nobody takes all connections for themselves. */
public final class ConnectionLimiter {
  private final HttpSettings settings;
  private final ConcurrentHashMap<String, Integer> countByAddress = new ConcurrentHashMap<>();
  private final AtomicInteger total = new AtomicInteger();

  ConnectionLimiter(HttpSettings settings) {
    this.settings = settings;
  }

  /** Whether one more may come in; whoever did must {@link #release} exactly once. */
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
   * Whether one more request of this visitor may be on the connections of a proxy, which are
   * counted already; whoever came in must {@link #releaseProxied} exactly once.
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
