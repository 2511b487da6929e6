package dcm.discord.interaction;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUIDs of version 7 (RFC 9562, section 5.7): a millisecond, then chance. */
public final class TimeOrderedIds {
  private TimeOrderedIds() {}

  public static UUID at(Instant now) {
    var chance = ThreadLocalRandom.current();
    long high = now.toEpochMilli() << 16 | 0x7000 | chance.nextInt(0x1000);
    long low = 0x8000_0000_0000_0000L | chance.nextLong() >>> 2;
    return new UUID(high, low);
  }
}
