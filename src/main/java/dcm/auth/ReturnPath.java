package dcm.auth;

/** Validates the path to which a browser is redirected after a login, against open redirects. */
final class ReturnPath {
  private static final int MAX_LENGTH = 1024;

  private ReturnPath() {}

  /**
   * Returns the requested path, or {@code /} when a browser could interpret it as a URL of another
   * site.
   */
  static String of(String requested) {
    var safe =
        requested.length() <= MAX_LENGTH
            && requested.startsWith("/")
            && !requested.startsWith("//")
            && requested.indexOf('\\') < 0
            && requested.chars().allMatch(c -> c > ' ' && c < 127);
    return safe ? requested : "/";
  }
}
