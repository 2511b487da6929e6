package dcm.redis;

import java.time.Instant;

/**
 * What lets a WebSocket in without a token in its URL: as much of the access token as the socket
 * must know.
 *
 * @param session the token's {@code sid}
 * @param epoch the member's epoch in the guild, as the token has it
 * @param tokenEnds when the token behind it ends; the socket closes then
 */
public record Ticket(long guild, long user, String session, long epoch, Instant tokenEnds) {}
