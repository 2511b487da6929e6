package dcm.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What tells a browser to trust our answers with as little as possible; on every answer. The
 * content security policy is the strictest one unless an answer brought its own.
 */
final class Shields {
  static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

  private final List<HttpHeader> always;
  private final HttpHeader strictest = Replies.header("Content-Security-Policy", NOTHING);

  /**
   * @param https whether the public URL is https: only then may a browser be told to insist on it
   */
  Shields(boolean https) {
    var headers = new ArrayList<HttpHeader>();
    headers.add(Replies.header("X-Content-Type-Options", "nosniff"));
    headers.add(Replies.header("X-Frame-Options", "DENY"));
    headers.add(Replies.header("Referrer-Policy", "same-origin"));
    headers.add(
        Replies.header(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"));
    headers.add(Replies.header("Cross-Origin-Opener-Policy", "same-origin"));
    headers.add(Replies.header("Cross-Origin-Resource-Policy", "same-origin"));
    if (https) {
      headers.add(Replies.header("Strict-Transport-Security", "max-age=31536000"));
    }
    this.always = List.copyOf(headers);
  }

  HttpResponse on(HttpResponse response) {
    var shielded = response.addHeaders(always);
    return response.getHeader("Content-Security-Policy").isPresent()
        ? shielded
        : shielded.addHeader(strictest);
  }
}
