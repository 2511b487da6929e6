package dcm.sandbox.gateway;

import dcm.sandbox.store.PersistentTable;
import dcm.sandbox.store.StateLog;

/**
 * Quota of 1,000 IDENTIFYs in 24 hours, counted across restarts, because Discord limits bots that
 * crash in a loop. Discord resets the token when it is exceeded; the sandbox rejects IDENTIFY until
 * the 24 hours are over.
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

  /** Milliseconds until the full quota is available again. */
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
