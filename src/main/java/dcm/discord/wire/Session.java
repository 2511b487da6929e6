package dcm.discord.wire;

/**
 * A gateway session that may be resumed, on this connection or another.
 *
 * @param id Discord's
 * @param sequence the last event that arrived
 * @param resumeUrl where Discord wants it resumed
 */
public record Session(String id, int sequence, String resumeUrl) {}
