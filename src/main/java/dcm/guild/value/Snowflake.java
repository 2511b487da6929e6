package dcm.guild.value;

/**
 * Discord's ids: positive 64-bit numbers. They are decimal text in JSON, because JavaScript loses
 * digits beyond 2^53.
 */
public final class Snowflake {
  private static final int MAX_DIGITS = 19;

  private Snowflake() {}

  static void check(long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("a snowflake is a positive 64-bit number");
    }
  }

  /**
   * @throws IllegalArgumentException unless the text is 1 to 19 decimal digits, without sign or
   *     leading zero, of a positive 64-bit number
   */
  public static long parse(String text) {
    if (text.isEmpty() || text.length() > MAX_DIGITS || text.charAt(0) == '0') {
      throw new IllegalArgumentException("a snowflake is 1 to 19 decimal digits");
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        throw new IllegalArgumentException("a snowflake is 1 to 19 decimal digits");
      }
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("a snowflake fits in 63 bits", e);
    }
  }
}
