package dcm.http.security;

import dcm.http.pipeline.ApiRequest;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.net.URI;
import java.util.Set;

/** Which site's page a request comes from. */
public final class SameOriginCheck {
  private SameOriginCheck() {}

  /**
   * For requests that a cookie authenticates: another site's page could make a browser send them.
   *
   * @throws ProblemException 403 unless {@code Origin} is ours, or {@code Sec-Fetch-Site} says
   *     same-origin
   */
  public static void requireSameOrigin(ApiRequest request, Set<String> allowedOrigins) {
    var origin = request.header("Origin");
    var fetchSite = request.header("Sec-Fetch-Site");
    boolean allowed =
        origin.isPresent()
            ? allowedOrigins.contains(origin.get())
            : fetchSite.filter(value -> value.equals("same-origin")).isPresent();
    if (!allowed) {
      throw Problems.crossSite().asException();
    }
  }

  /** Scheme, host and port of a URL, as browsers write it in {@code Origin}. */
  public static String originOf(URI url) {
    boolean defaultPort =
        url.getPort() < 0
            || (url.getPort() == 80 && "http".equals(url.getScheme()))
            || (url.getPort() == 443 && "https".equals(url.getScheme()));
    return url.getScheme() + "://" + url.getHost() + (defaultPort ? "" : ":" + url.getPort());
  }
}
