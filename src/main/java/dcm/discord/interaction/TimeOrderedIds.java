package dcm.discord.interaction;

import dcm.guild.value.UuidV7;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** UUIDs of version 7 (RFC 9562, section 5.7): a millisecond, then chance. */
public final class TimeOrderedIds {
  private TimeOrderedIds() {}

  public static UUID at(Instant now) {
    return UuidV7.at(now, ThreadLocalRandom.current());
  }
}
