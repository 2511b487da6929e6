package dcm.sandbox.gateway;

import dcm.sandbox.store.PersistentTable;
import dcm.sandbox.store.StateLog;

/**
 * The 1,000 IDENTIFYs a bot has in 24 hours. They are counted over restarts, because a bot that
 * crashes in a loop is what the limit is for. (Discord then resets the token; here IDENTIFY is just
 * refused until the day is over.)
 */
public final class IdentifyQuota {
  public static final int MAX_IDENTIFIES_PER_DAY = 1_000;
  private static final long DAY_MILLIS = 24 * 3_600_000L;

  record DailyUsage(long since, int used) {}

  private final PersistentTable<DailyUsage> table;

  public IdentifyQuota(StateLog stateLog) {
    table = stateLog.table("identifies", DailyUsage.class);
  }

  private DailyUsage currentUsage() {
    DailyUsage usage = table.get("bot");
    long now = System.currentTimeMillis();
    return usage == null || now - usage.since() >= DAY_MILLIS ? new DailyUsage(now, 0) : usage;
  }

  public int remaining() {
    return Math.max(0, MAX_IDENTIFIES_PER_DAY - currentUsage().used());
  }

  /** Milliseconds until all 1,000 are there again. */
  public long resetAfter() {
    return currentUsage().since() + DAY_MILLIS - System.currentTimeMillis();
  }

  boolean tryAcquire() {
    DailyUsage usage = currentUsage();
    if (usage.used() >= MAX_IDENTIFIES_PER_DAY) {
      return false;
    }
    table.put("bot", new DailyUsage(usage.since(), usage.used() + 1));
    return true;
  }
}
