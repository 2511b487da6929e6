package dcm.http;

import dcm.guild.Caller;
import dcm.guild.GuildId;
import java.time.Instant;

/**
 * What a good access token says.
 *
 * @param guild the one guild it is for
 * @param session the browser session it was made from
 * @param epoch the member's epoch in the guild when it was made
 * @param ends when it ends
 */
record Pass(GuildId guild, Caller.Person caller, String session, long epoch, Instant ends) {}
