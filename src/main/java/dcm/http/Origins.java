package dcm.http;

import java.net.URI;
import java.util.Set;

/** Which site's page a request comes from. */
final class Origins {
  private Origins() {}

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
