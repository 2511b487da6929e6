package dcm.sandbox.store;

import java.time.Instant;

/**
 * Generator of Discord's ids: milliseconds since 2015 in the upper 42 bits, then a counter. Ids
 * always increase, also across a restart and when the clock steps back.
 */
public final class SnowflakeGenerator {
  private static final long DISCORD_EPOCH = 1_420_070_400_000L;

  /** Discord's own seeds look a few years old; nothing made here is older than this. */
  private long lastId;

  public String next() {
    lastId = Math.max(lastId + 1, (System.currentTimeMillis() - DISCORD_EPOCH) << 22);
    return Long.toString(lastId);
  }

  /** Registers an id that was read from the file; later ids are greater. */
  void observe(String id) {
    long value = Long.parseLong(id);
    if (millis(id) <= System.currentTimeMillis() + 86_400_000) {
      lastId = Math.max(lastId, value);
    }
  }

  static long millis(String id) {
    return (Long.parseLong(id) >> 22) + DISCORD_EPOCH;
  }

  static Instant time(String id) {
    return Instant.ofEpochMilli(millis(id));
  }

  /** Whether a text is a Discord id: a positive 64-bit number without leading zeros. */
  public static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return false;
    }
    try {
      return text.charAt(0) != '0' && Long.parseLong(text) > 0;
    } catch (NumberFormatException tooBig) {
      return false;
    }
  }
}
