package dcm.http.security;

import dcm.auth.CookieSpec;
import dcm.http.pipeline.ApiRequest;
import dcm.redis.OpaqueToken;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.HttpCookie;
import org.apache.pekko.http.javadsl.model.headers.SameSite;
import org.apache.pekko.http.javadsl.model.headers.SetCookie;

/** Reads and writes cookies (RFC 6265). */
public final class Cookies {
  /** The syntax of our tokens; other values are rejected without a lookup. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,100}");

  private static final Pattern SEPARATOR = Pattern.compile("[;,]");

  private Cookies() {}

  public static HttpHeader set(CookieSpec cookie, OpaqueToken value) {
    return write(cookie, value.secret(), cookie.maxAge().toSeconds());
  }

  public static HttpHeader clear(CookieSpec cookie) {
    return write(cookie, "", 0);
  }

  private static HttpHeader write(CookieSpec cookie, String value, long seconds) {
    return SetCookie.create(
        HttpCookie.create(cookie.name(), value)
            .withPath("/")
            .withMaxAge(seconds)
            .withHttpOnly(true)
            .withSecure(cookie.secure())
            .withSameSite(
                switch (cookie.sameSite()) {
                  case STRICT -> SameSite.Strict;
                  case LAX -> SameSite.Lax;
                }));
  }

  public static Optional<OpaqueToken> read(ApiRequest request, CookieSpec cookie) {
    for (var pair : SEPARATOR.splitAsStream(request.header("Cookie").orElse("")).toList()) {
      var text = pair.strip();
      if (text.startsWith(cookie.name() + "=")) {
        var value = text.substring(cookie.name().length() + 1);
        return TOKEN.matcher(value).matches()
            ? Optional.of(new OpaqueToken(value))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
