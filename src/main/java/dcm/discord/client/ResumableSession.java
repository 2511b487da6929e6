package dcm.discord.client;

/**
 * A gateway session that may be resumed, on this connection or another.
 *
 * @param id Discord's
 * @param sequence the last event that arrived
 * @param resumeUrl where Discord wants it resumed
 */
public record ResumableSession(String id, int sequence, String resumeUrl) {}
