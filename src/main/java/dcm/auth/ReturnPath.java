package dcm.auth;

/** Where a browser may be sent after a login: nowhere but to us. */
final class ReturnPath {
  private static final int LONGEST = 1024;

  private ReturnPath() {}

  /** The wish, or {@code /} when a browser could read it as another site's address. */
  static String of(String wish) {
    var ours =
        wish.length() <= LONGEST
            && wish.startsWith("/")
            && !wish.startsWith("//")
            && wish.indexOf('\\') < 0
            && wish.chars().allMatch(c -> c > ' ' && c < 127);
    return ours ? wish : "/";
  }
}
