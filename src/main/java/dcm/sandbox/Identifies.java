package dcm.sandbox;

/**
 * The 1,000 IDENTIFYs a bot has in 24 hours. They are counted over restarts, because a bot that
 * crashes in a loop is what the limit is for. (Discord then resets the token; here IDENTIFY is just
 * refused until the day is over.)
 */
final class Identifies {
  static final int TOTAL = 1_000;
  private static final long DAY = 24 * 3_600_000L;

  record Count(long since, int used) {}

  private final Table<Count> table;

  Identifies(Ledger ledger) {
    table = ledger.table("identifies", Count.class);
  }

  private Count today() {
    Count count = table.get("bot");
    long now = System.currentTimeMillis();
    return count == null || now - count.since() >= DAY ? new Count(now, 0) : count;
  }

  int remaining() {
    return Math.max(0, TOTAL - today().used());
  }

  /** Milliseconds until all 1,000 are there again. */
  long resetAfter() {
    return today().since() + DAY - System.currentTimeMillis();
  }

  boolean takeOne() {
    Count count = today();
    if (count.used() >= TOTAL) {
      return false;
    }
    table.put("bot", new Count(count.since(), count.used() + 1));
    return true;
  }
}
