package dcm.http.security;

import dcm.http.pipeline.ApiRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the client of a request from {@code Forwarded} (RFC 7239) and {@code X-Forwarded-For}.
 * Each proxy appends the address it received the request from, so the list is read from the right
 * as long as the entries were written by trusted proxies; the first untrusted address is the
 * client. Entries to the left of a malformed one are ignored, because the client could have made
 * them up.
 */
public final class ClientAddress {
  /** A name and its value; a quoted value can contain any character. */
  private static final Pattern PAIR =
      Pattern.compile("\\s*([A-Za-z0-9-]+)=(\"(?:[^\"\\\\]|\\\\.)*\"|[^\",;\\s]*)\\s*([;,]|$)");

  private static final Pattern BACKSLASH = Pattern.compile("\\\\(.)");
  private static final Pattern IPV4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9]{1,5}");
  private static final Pattern IPV6_IN_BRACKETS = Pattern.compile("\\[([^\\]]*)](:[0-9]{1,5})?");

  private ClientAddress() {}

  /**
   * The client of a request: the peer, unless the peer is a trusted proxy that names another. When
   * both headers are present and differ, the client sent one of them; then the peer counts.
   */
  public static InetAddress resolve(HttpRequest request, InetAddress peer, TrustedProxies proxies) {
    if (!proxies.contains(peer)) {
      return peer;
    }
    var forwarded = ApiRequest.header(request, "Forwarded");
    var xForwardedFor = ApiRequest.header(request, "X-Forwarded-For");
    var fromForwarded = forwarded.map(line -> lastUntrusted(parseForwarded(line), peer, proxies));
    var fromXForwardedFor =
        xForwardedFor.map(line -> lastUntrusted(parseXForwardedFor(line), peer, proxies));
    if (fromForwarded.isPresent() && fromXForwardedFor.isPresent()) {
      return fromForwarded.equals(fromXForwardedFor) ? fromXForwardedFor.get() : peer;
    }
    return fromForwarded.or(() -> fromXForwardedFor).orElse(peer);
  }

  private static InetAddress lastUntrusted(
      List<Optional<InetAddress>> hops, InetAddress peer, TrustedProxies proxies) {
    var last = peer;
    for (var hop : hops.reversed()) {
      if (hop.isEmpty() || !proxies.contains(last)) {
        break;
      }
      last = hop.get();
    }
    return last;
  }

  private static List<Optional<InetAddress>> parseXForwardedFor(String line) {
    var hops = new ArrayList<Optional<InetAddress>>();
    for (var entry : line.split(",", -1)) {
      hops.add(Optional.ofNullable(parseNode(entry.strip())));
    }
    return hops;
  }

  /** One element per entry; empty for one without a valid address. */
  private static List<Optional<InetAddress>> parseForwarded(String line) {
    var hops = new ArrayList<Optional<InetAddress>>();
    var pair = PAIR.matcher(line);
    Optional<InetAddress> hop = Optional.empty();
    int position = 0;
    while (position < line.length()) {
      if (!pair.find(position) || pair.start() != position) {
        // the rest is malformed, and it is the part that our own proxy wrote
        hops.add(Optional.empty());
        return hops;
      }
      if (pair.group(1).equalsIgnoreCase("for")) {
        hop = Optional.ofNullable(parseNode(unquote(pair.group(2))));
      }
      if (!pair.group(3).equals(";")) {
        hops.add(hop);
        hop = Optional.empty();
      }
      position = pair.end();
    }
    return hops;
  }

  private static String unquote(String value) {
    return value.startsWith("\"")
        ? BACKSLASH.matcher(value.substring(1, value.length() - 1)).replaceAll("$1")
        : value;
  }

  /**
   * Parses an address with an optional port; null for {@code unknown}, {@code _hidden} and
   * malformed text.
   */
  private static @Nullable InetAddress parseNode(String text) {
    var v6 = IPV6_IN_BRACKETS.matcher(text);
    if (v6.matches()) {
      return AddressRange.parseAddress(v6.group(1));
    }
    var v4 = IPV4_WITH_PORT.matcher(text);
    return AddressRange.parseAddress(v4.matches() ? v4.group(1) : text);
  }
}
