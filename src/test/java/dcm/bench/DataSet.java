package dcm.bench;

import dcm.journal.GuildPersistenceId;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The same guilds in a database of DCM and in the single table of the peer. The first {@value
 * #LONG_HISTORY_GUILDS} have a longer history.
 *
 * @param guilds number of schemas
 */
record DataSet(int guilds) {
  private static final int LONG_HISTORY_GUILDS = 2_200;
  private static final int LONG_HISTORY = 100;
  private static final int SHORT_HISTORY = 20;

  String database() {
    return "guilds_" + guilds;
  }

  /** Number of the guild's events before the measurement. */
  static int historyLength(int guild) {
    return guild < LONG_HISTORY_GUILDS ? LONG_HISTORY : SHORT_HISTORY;
  }

  /** An id like Discord's: time in the upper bits, small counters in the lower 22. */
  long[] snowflakes() {
    var random = new SplittableRandom(guilds);
    return IntStream.range(0, guilds)
        .mapToLong(guild -> random.nextLong(1, 1L << 38) << 22 | random.nextLong(1 << 10))
        .toArray();
  }

  String[] persistenceIds() {
    return java.util.Arrays.stream(snowflakes())
        .mapToObj(GuildPersistenceId::of)
        .toArray(String[]::new);
  }
}
