package dcm.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Who is connected right now, so that nobody takes all connections for themselves. */
final class Visitors {
  private final HttpSettings settings;
  private final ConcurrentHashMap<String, Integer> byAddress = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  Visitors(HttpSettings settings) {
    this.settings = settings;
  }

  /** Whether one more may come in; whoever did must {@link #leave} exactly once. */
  boolean enter(InetAddress address) {
    if (all.incrementAndGet() > settings.connections()) {
      all.decrementAndGet();
      return false;
    }
    if (!enterThroughProxy(address)) {
      all.decrementAndGet();
      return false;
    }
    return true;
  }

  void leave(InetAddress address) {
    all.decrementAndGet();
    leaveThroughProxy(address);
  }

  /**
   * Whether one more request of this visitor may be on the connections of a proxy, which are
   * counted already; whoever came in must {@link #leaveThroughProxy} exactly once.
   */
  boolean enterThroughProxy(InetAddress visitor) {
    if (byAddress.merge(key(visitor), 1, Integer::sum) > most(visitor)) {
      leaveThroughProxy(visitor);
      return false;
    }
    return true;
  }

  void leaveThroughProxy(InetAddress visitor) {
    byAddress.computeIfPresent(key(visitor), (_, count) -> count == 1 ? null : count - 1);
  }

  int count() {
    return all.get();
  }

  private int most(InetAddress address) {
    if (settings.trustedProxies().contains(address)) {
      return settings.connections();
    }
    return address.isLoopbackAddress()
        ? settings.connectionsFromHere()
        : settings.connectionsPerAddress();
  }

  /** An IPv6 site is one visitor: whoever has one address there has 2^64. */
  static String key(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, 8)
        : address.getHostAddress();
  }
}
