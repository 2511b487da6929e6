package dcm.sandbox.control;

import java.net.URI;
import java.util.Map;

/**
 * Access check of the control API, for programs on this machine and the chat page. Other web pages
 * in the same browser are rejected by their Origin, by a Host that is not the loopback (DNS
 * rebinding), and because they cannot send JSON without a preflight request.
 */
public final class ControlAccessCheck {
  private ControlAccessCheck() {}

  public static void check(String method, Map<String, String> headers) {
    String host = headers.getOrDefault("host", "");
    if (!isLoopback(host)) {
      throw new ControlException(
          403, "the control API is available on localhost only, not on host " + host);
    }
    String origin = headers.get("origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new ControlException(
          403, "cross-origin request to the control API rejected: " + origin);
    }
    boolean hasBody = method.equals("POST") || method.equals("PATCH") || method.equals("PUT");
    if (hasBody && !headers.getOrDefault("content-type", "").equals("application/json")) {
      throw new ControlException(415, "Content-Type must be application/json");
    }
  }

  private static boolean isLoopback(String host) {
    try {
      String name = URI.create("http://" + host).getHost();
      return "localhost".equals(name) || "127.0.0.1".equals(name) || "[::1]".equals(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
