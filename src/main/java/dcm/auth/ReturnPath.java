package dcm.auth;

/** Where a browser may be sent after a login: nowhere but to us. */
final class ReturnPath {
  private static final int MAX_LENGTH = 1024;

  private ReturnPath() {}

  /** The wish, or {@code /} when a browser could read it as another site's address. */
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
