package dcm.guild.event;

import dcm.guild.value.CommandId;
import dcm.guild.value.Initiator;
import dcm.guild.value.Origin;
import java.time.Instant;
import java.util.UUID;

/**
 * An event as stored in the journal.
 *
 * @param command id of the command that caused it, shared by all events of the command
 * @param fingerprint digest of the command's request
 */
public record RecordedEvent(
    GuildEvent event, Instant at, Initiator initiator, CommandId command, String fingerprint) {
  /** The event of an operator's restore; no command caused it. */
  public static RecordedEvent restored(
      SettingsEvent.Restored event, CommandId commandId, Instant at) {
    return new RecordedEvent(event, at, new Initiator(null, Origin.SYSTEM), commandId, "restore");
  }

  /** An event that is applied to compute a state and never written. */
  public static RecordedEvent hypothetical(GuildEvent event, Instant at) {
    return new RecordedEvent(
        event, at, new Initiator(null, Origin.SYSTEM), new CommandId(new UUID(0, 0)), "");
  }
}
