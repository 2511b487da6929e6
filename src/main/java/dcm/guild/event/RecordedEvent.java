package dcm.guild.event;

import dcm.guild.value.CommandId;
import dcm.guild.value.Initiator;
import dcm.guild.value.Origin;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as the journal keeps it.
 *
 * @param command the knock that led to it, shared by all of its events
 * @param fingerprint what the knock asked, in short
 */
public record RecordedEvent(
    GuildEvent event, Instant at, Initiator initiator, CommandId command, String fingerprint) {
  /** The mark that an operator's restore leaves; of no knock. */
  public static RecordedEvent restored(
      SettingsEvent.Restored event, CommandId commandId, Instant at) {
    return new RecordedEvent(event, at, new Initiator(null, Origin.SYSTEM), commandId, "restore");
  }

  /** An event that is only thought of, never written. */
  public static RecordedEvent hypothetical(GuildEvent event, Instant at) {
    return new RecordedEvent(
        event, at, new Initiator(null, Origin.SYSTEM), new CommandId(new UUID(0, 0)), "");
  }
}
