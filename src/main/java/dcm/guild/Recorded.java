package dcm.guild;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as the journal keeps it.
 *
 * @param command the knock that led to it, shared by all of its events
 * @param fingerprint what the knock asked, in short
 */
public record Recorded(GuildEvent event, Instant at, By by, CommandId command, String fingerprint) {
  /** The mark that an operator's restore leaves; of no knock. */
  public static Recorded restored(SettingsEvent.Restored mark, CommandId nobodys, Instant at) {
    return new Recorded(mark, at, new By(null, Door.SYSTEM), nobodys, "restore");
  }

  /** An event that is only thought of, never written. */
  static Recorded aside(GuildEvent event, Instant at) {
    return new Recorded(event, at, new By(null, Door.SYSTEM), new CommandId(new UUID(0, 0)), "");
  }
}
