package dcm.http.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Security headers of every response. The content security policy is the strictest one unless the
 * response has its own.
 */
public final class SecurityHeaders {
  static final String STRICTEST_POLICY =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

  private final List<HttpHeader> commonHeaders;
  private final HttpHeader strictestPolicy =
      Responses.header("Content-Security-Policy", STRICTEST_POLICY);

  /**
   * Creates the headers.
   *
   * @param https whether the public URL is https: only then HSTS is sent
   */
  public SecurityHeaders(boolean https) {
    var headers = new ArrayList<HttpHeader>();
    headers.add(Responses.header("X-Content-Type-Options", "nosniff"));
    headers.add(Responses.header("X-Frame-Options", "DENY"));
    headers.add(Responses.header("Referrer-Policy", "same-origin"));
    headers.add(
        Responses.header(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    headers.add(Responses.header("Cross-Origin-Opener-Policy", "same-origin"));
    headers.add(Responses.header("Cross-Origin-Resource-Policy", "same-origin"));
    if (https) {
      headers.add(Responses.header("Strict-Transport-Security", "max-age=31536000"));
    }
    this.commonHeaders = List.copyOf(headers);
  }

  public HttpResponse applyTo(HttpResponse response) {
    var secured = response.addHeaders(commonHeaders);
    return response.getHeader("Content-Security-Policy").isPresent()
        ? secured
        : secured.addHeader(strictestPolicy);
  }
}
