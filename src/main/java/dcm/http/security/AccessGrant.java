package dcm.http.security;

import dcm.guild.value.Caller;
import dcm.guild.value.GuildId;
import java.time.Instant;

/**
 * What a good access token says.
 *
 * @param guild the one guild it is for
 * @param session the browser session it was made from
 * @param epoch the member's epoch in the guild when it was made
 * @param ends when it ends
 */
public record AccessGrant(
    GuildId guild, Caller.Person caller, String session, long epoch, Instant expiresAt) {}
