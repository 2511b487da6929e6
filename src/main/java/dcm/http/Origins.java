package dcm.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** Where a request comes from: which address, and which site's page. */
final class Origins {
  private Origins() {}

  /**
   * The peer, or, when that is a proxy we trust, the last address in {@code X-Forwarded-For}: the
   * only one that the proxy itself wrote.
   */
  static InetAddress client(HttpRequest request, InetAddress peer, HttpSettings settings) {
    if (!settings.trustedProxies().contains(peer)) {
      return peer;
    }
    return Knock.header(request, "X-Forwarded-For")
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .flatMap(Origins::address)
        .orElse(peer);
  }

  private static Optional<InetAddress> address(String text) {
    // literals only: a name would be looked up
    if (!text.matches("[0-9a-fA-F:]*:[0-9a-fA-F:.]*|[0-9.]+")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /**
   * For requests that a cookie authenticates: another site's page could make a browser send them.
   *
   * @throws Rejected 403 unless {@code Origin} is ours, or {@code Sec-Fetch-Site} says same-origin
   */
  static void checkSameSite(Knock knock, Set<String> ours) {
    var origin = knock.header("Origin");
    var site = knock.header("Sec-Fetch-Site");
    boolean good =
        origin.isPresent()
            ? ours.contains(origin.get())
            : site.filter(s -> s.equals("same-origin")).isPresent();
    if (!good) {
      throw Problems.crossSite().asException();
    }
  }

  /** Scheme, host and port of a URL, as browsers write it in {@code Origin}. */
  static String of(URI url) {
    boolean usual =
        url.getPort() < 0
            || (url.getPort() == 80 && "http".equals(url.getScheme()))
            || (url.getPort() == 443 && "https".equals(url.getScheme()));
    return url.getScheme() + "://" + url.getHost() + (usual ? "" : ":" + url.getPort());
  }
}
