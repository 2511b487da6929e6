package dcm.http.security;

import dcm.http.pipeline.ApiRequest;
import dcm.http.problem.ProblemException;
import dcm.http.problem.Problems;
import java.net.URI;
import java.util.Set;

/** Checks that a request comes from a page of the dashboard. */
public final class SameOriginCheck {
  private SameOriginCheck() {}

  /**
   * For requests that are authenticated by a cookie, which a page of another site could trigger.
   *
   * @throws ProblemException 403 unless {@code Origin} is allowed, or, when it is absent, {@code
   *     Sec-Fetch-Site} is same-origin
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

  /** Scheme, host and port of a URL in the syntax of {@code Origin}. */
  public static String originOf(URI url) {
    boolean defaultPort =
        url.getPort() < 0
            || (url.getPort() == 80 && "http".equals(url.getScheme()))
            || (url.getPort() == 443 && "https".equals(url.getScheme()));
    return url.getScheme() + "://" + url.getHost() + (defaultPort ? "" : ":" + url.getPort());
  }
}
