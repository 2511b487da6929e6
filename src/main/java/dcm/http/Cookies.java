package dcm.http;

import dcm.auth.Cookie;
import dcm.redis.OpaqueToken;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** Cookies as they stand in headers (RFC 6265). */
final class Cookies {
  /** How our tokens look; anything else is not worth asking anybody about. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,100}");

  private static final Pattern SEPARATOR = Pattern.compile("[;,]");

  private Cookies() {}

  static HttpHeader set(Cookie cookie, OpaqueToken value) {
    return write(cookie, value.secret(), cookie.life().toSeconds());
  }

  static HttpHeader clear(Cookie cookie) {
    return write(cookie, "", 0);
  }

  private static HttpHeader write(Cookie cookie, String value, long seconds) {
    var text =
        cookie.name()
            + "="
            + value
            + "; Path=/; Max-Age="
            + seconds
            + "; HttpOnly"
            + (cookie.secure() ? "; Secure" : "")
            + switch (cookie.sameSite()) {
              case STRICT -> "; SameSite=Strict";
              case LAX -> "; SameSite=Lax";
            };
    return Replies.header("Set-Cookie", text);
  }

  static Optional<OpaqueToken> read(Knock knock, Cookie cookie) {
    for (var pair : SEPARATOR.splitAsStream(knock.header("Cookie").orElse("")).toList()) {
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
